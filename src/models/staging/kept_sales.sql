-- Sign-ups and sales by day and code, from the download that counts for the day; one row an account,
-- download, kind, code, day and currency.
--
-- download: the source; its newest file that holds the day replaces all others, see download_days
-- kind: signup, sale; code_kind: utm_campaign, utm_content, ref, discount or none; code: "" where there is
--   none. Of several discount codes of one order ("A, B") the first that belongs to a campaign, else the
--   first
-- orders: how many; amount, refunded: in currency, null of sign-ups
--
-- check: a code stands once a day, kind and currency of a source
with combined as (
    select distinct
        account_id, code, numbers_up_to(1, length(code) - length(replace(code, ',', '')) + 1) as parts
    from raw.sales
    where code_kind = 'discount' and code like '%,%'
),
parted as (
    select account_id, code, trim(split_part(code, ',', cast(nth as integer))) as part, nth
    from (select account_id, code, explode(parts) as nth from combined) c
),
linked as (
    select account_id, plain_code, campaign_id from links_now where code_kind = 'discount'
),
ranked as (
    select
        account_id, p.code, p.part,
        row_number() over (
            partition by account_id, p.code order by l.campaign_id is null, p.nth
        ) as choice
    from (select *, plain_name(part) as plain_code from parted where part <> '') p
    left join linked l using (account_id, plain_code)
),
coded as (
    select
        account_id, s.snapshot_id, s.download, s.kind, s.code_kind,
        case when s.code_kind = 'discount' then coalesce(r.part, s.code) else s.code end as code,
        s.day, s.currency, s.orders, s.amount, s.refunded
    from raw.sales s
    left join (select account_id, code, part from ranked where choice = 1) r using (account_id, code)
)
select
    c.account_id, c.download, c.kind, c.code_kind, c.code, d.day, c.currency,
    cast(sum(c.orders) as bigint) as orders,
    cast(sum(c.amount) as decimal(18, 2)) as amount, cast(sum(c.refunded) as decimal(18, 2)) as refunded
from coded c
join download_days d
    on d.account_id = c.account_id and d.snapshot_id = c.snapshot_id and d.download = c.download
    and d.day = cast(c.day as date)
group by c.account_id, c.download, c.kind, c.code_kind, c.code, d.day, c.currency
