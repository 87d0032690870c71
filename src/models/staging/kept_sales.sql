-- Sign-ups and sales by day and code, from the download that counts for the day; one row an account,
-- download, kind, code, day and currency.
--
-- download: the source, see raw downloads: the newest file of it that holds the day wholly replaces all
--   others
-- kind: signup, sale; code_kind: utm_campaign, utm_content, ref, discount or none; code: "" where there is
--   none
-- orders: how many; amount, refunded: in currency, null of sign-ups
--
-- check: a code stands once a day, kind and currency of a source
select
    s.account_id, s.download, s.kind, s.code_kind, s.code, cast(s.day as date) as day, s.currency, s.orders,
    s.amount, s.refunded
from raw.sales s
join raw.downloads d
    on d.account_id = s.account_id and d.snapshot_id = s.snapshot_id and d.download = s.download
    and s.day >= d.from_day and s.day <= d.to_day
left join raw.downloads o
    on o.account_id = s.account_id and o.download = s.download
    and s.day >= o.from_day and s.day <= o.to_day
    and (o.downloaded_at > d.downloaded_at
        or o.downloaded_at = d.downloaded_at and o.snapshot_id > d.snapshot_id)
where o.snapshot_id is null
