-- Hours and money that files record, from the download that counts for the day; one row an account,
-- download, kind, project, day and currency.
--
-- download: the source, see raw downloads: the newest file of it that holds the day wholly replaces all
--   others
-- kind: hours, money
-- project: the campaign where the file says one, else the project as the file names it, written like a
--   campaign_id: a campaign of that name takes its hours; "" where there is neither
-- amount: hours, or money in currency
--
-- check: a project stands once a day, kind and currency of a source
select
    c.account_id, c.download, c.kind,
    plain_name(coalesce(c.campaign_id, c.project, '')) as project,
    cast(c."from" as date) as day, c.currency, cast(sum(c.amount) as decimal(18, 2)) as amount
from raw.costs c
join raw.downloads d
    on d.account_id = c.account_id and d.snapshot_id = c.snapshot_id and d.download = c.download
    and c."from" >= d.from_day and c."from" <= d.to_day
left join raw.downloads o
    on o.account_id = c.account_id and o.download = c.download
    and c."from" >= o.from_day and c."from" <= o.to_day
    and (o.downloaded_at > d.downloaded_at
        or o.downloaded_at = d.downloaded_at and o.snapshot_id > d.snapshot_id)
where o.snapshot_id is null and c.kind in ('hours', 'money')
group by
    c.account_id, c.download, c.kind,
    plain_name(coalesce(c.campaign_id, c.project, '')),
    cast(c."from" as date), c.currency
