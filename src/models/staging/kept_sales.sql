-- Sign-ups and sales by day and code, from the download that counts for the day; one row an account,
-- download, kind, code, day and currency.
--
-- download: the source; its newest file that holds the day replaces all others, see download_days
-- kind: signup, sale; code_kind: utm_campaign, utm_content, ref, discount or none; code: "" where there is
--   none
-- orders: how many; amount, refunded: in currency, null of sign-ups
--
-- check: a code stands once a day, kind and currency of a source
select
    s.account_id, s.download, s.kind, s.code_kind, s.code, d.day, s.currency, s.orders,
    s.amount, s.refunded
from raw.sales s
join download_days d
    on d.account_id = s.account_id and d.snapshot_id = s.snapshot_id and d.download = s.download
    and d.day = cast(s.day as date)
