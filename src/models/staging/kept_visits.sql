-- Visits by day and code, from the download that counts for the day; one row an account, download, code and
-- day.
--
-- download: the source, see raw downloads: the newest file of it that holds the day wholly replaces all
--   others
-- code_kind: utm_campaign, utm_content, ref or none; code: "" of visits without one
-- day: as the source counts days
--
-- check: a code stands once a day of a source
select v.account_id, v.download, v.code_kind, v.code, cast(v.day as date) as day, v.visits
from raw.visits v
join raw.downloads d
    on d.account_id = v.account_id and d.snapshot_id = v.snapshot_id and d.download = v.download
    and v.day >= d.from_day and v.day <= d.to_day
left join raw.downloads o
    on o.account_id = v.account_id and o.download = v.download
    and v.day >= o.from_day and v.day <= o.to_day
    and (o.downloaded_at > d.downloaded_at
        or o.downloaded_at = d.downloaded_at and o.snapshot_id > d.snapshot_id)
where o.snapshot_id is null
