-- Visits by day and code, from the download that counts for the day; one row an account, download, code and
-- day.
--
-- download: the source; its newest file that holds the day replaces all others, see download_days
-- code_kind: utm_campaign, utm_content, ref or none; code: "" of visits without one
-- day: as the source counts days
--
-- check: a code stands once a day of a source
select v.account_id, v.download, v.code_kind, v.code, d.day, v.visits
from raw.visits v
join download_days d
    on d.account_id = v.account_id and d.snapshot_id = v.snapshot_id and d.download = v.download
    and d.day = cast(v.day as date)
