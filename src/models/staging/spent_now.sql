-- Hours and money spent, as the user says, else as files record; one row an account, kind, project and
-- currency.
--
-- kind: hours, money; project: what they were spent on, written like a campaign_id
-- is_by_user: the user says so, and the newest statement replaces all before it; until_at: then all up to
--   here
-- amount: hours of all days, rounded once to hundredths, or money in currency; "" where a file names none
-- rate: what one of currency counts in account_currency; null of money in that currency itself, where there
--   is no rate, and of hours
--
-- check: a project stands once a kind and currency
with said as (
    select
        account_id, kind, currency, amount, "to" as until_at, snapshot_id,
        plain_name(coalesce(campaign_id, project, '')) as project
    from raw.costs
    where download is null and kind in ('hours', 'money')
),
said_last as (
    select *, max(snapshot_id) over (partition by account_id, kind, project) as last_id from said
),
spent as (
    select account_id, kind, project, true as is_by_user, currency, amount, until_at
    from said_last
    where snapshot_id = last_id
    union all
    select f.account_id, f.kind, f.project, false, f.currency, f.amount, null
    from kept_costs f
    left join (select distinct account_id, kind, project from said) s
        on s.account_id = f.account_id and s.kind = f.kind and s.project = f.project
    where s.project is null
),
summed as (
    select
        account_id, kind, project, coalesce(currency, '') as currency, bool_or(is_by_user) as is_by_user,
        max(until_at) as until_at, cast(sum(amount) as decimal(18, 2)) as amount
    from spent
    group by account_id, kind, project, coalesce(currency, '')
)
select
    account_id, s.kind, s.project, currency, s.is_by_user, s.until_at, s.amount, r.account_currency, r.rate
from summed s
left join exchange_rates_now r using (account_id, currency)
