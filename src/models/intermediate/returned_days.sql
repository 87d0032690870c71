-- Visits, sign-ups and sales of a day and code, with the campaign that the code is of; one row an account,
-- download, outcome, code, day and currency.
--
-- outcome: visit, signup, sale; download, code_kind, code: see kept_visits and kept_sales
-- campaign_id: as the user says of the code; else a utm_campaign that is called like a campaign is of it
-- total: visits, sign-ups or sales; amount: in currency, refunds subtracted, null of the others
--
-- check: a code stands once a day, outcome and currency of a source
with outcomes as (
    select
        account_id, download, 'visit' as outcome, code_kind, code, day, cast(null as string) as currency,
        visits as total, cast(null as decimal(18, 2)) as amount
    from kept_visits
    union all
    select
        account_id, download, kind, code_kind, code, day, currency, orders,
        cast(amount - coalesce(refunded, 0) as decimal(18, 2))
    from kept_sales
),
written as (
    select *, plain_name(code) as plain_code from outcomes
),
linked as (
    select account_id, code_kind, plain_code, campaign_id from links_now
)
select
    account_id, w.download, w.outcome, code_kind, w.code, w.day, w.currency, w.total, w.amount,
    case when l.linked_code is not null then l.campaign_id else c.campaign_id end as campaign_id
from written w
left join (select *, plain_code as linked_code from linked) l using (account_id, code_kind, plain_code)
left join (
    select account_id, 'utm_campaign' as code_kind, campaign_id as plain_code, campaign_id
    from campaigns_now
) c using (account_id, code_kind, plain_code)
