-- Hours that a program for hours recorded, from the download that counts for the day; one row an account,
-- download, project and day.
--
-- download: the source, see raw downloads: the newest file of it that holds the day wholly replaces all
--   others
-- project: as the file names it, in small letters: a campaign of that name takes its hours
--
-- check: a project stands once a day of a source
select
    c.account_id, c.download, lower(trim(c.project)) as project, cast(c."from" as date) as day,
    cast(sum(c.amount) as decimal(18, 2)) as hours
from raw.costs c
join raw.downloads d
    on d.account_id = c.account_id and d.snapshot_id = c.snapshot_id and d.download = c.download
    and c."from" >= d.from_day and c."from" <= d.to_day
left join raw.downloads o
    on o.account_id = c.account_id and o.download = c.download
    and c."from" >= o.from_day and c."from" <= o.to_day
    and (o.downloaded_at > d.downloaded_at
        or o.downloaded_at = d.downloaded_at and o.snapshot_id > d.snapshot_id)
where o.snapshot_id is null and c.kind = 'hours'
group by c.account_id, c.download, lower(trim(c.project)), cast(c."from" as date)
