-- What campaigns cost as far as it is known, and hours of no campaign; one row an account and project.
--
-- project: what the hours or the money were spent on, written like a campaign_id; campaign_id: the campaign
--   of that name, null where there is none
-- hours, money: what the user says of the campaign, and the newest statement replaces all before it; else
--   what files record. Null where neither does. money_currency: null where it is not one alone
-- is_hours_by_user: the hours are what the user says; hours_until: then they are all up to here
-- hour_cost, hour_currency: of the account, as last said
-- cost, currency: hours × hour_cost + money, where hours are known; money that nobody says is none. Null
--   where it cannot be told; note: why
--
-- check: a project stands once
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
by_project as (
    select
        account_id, project,
        cast(sum(amount) filter (where kind = 'hours') as decimal(18, 2)) as hours,
        cast(sum(amount) filter (where kind = 'money') as decimal(18, 2)) as money,
        coalesce(bool_or(is_by_user) filter (where kind = 'hours'), false) as is_hours_by_user,
        max(until_at) filter (where kind = 'hours') as hours_until,
        count(distinct coalesce(currency, '')) filter (where kind = 'money') as currencies,
        min(coalesce(currency, '')) filter (where kind = 'money') as least_currency
    from spent
    group by account_id, project
),
hour_costs as (
    select
        account_id, amount, currency, snapshot_id,
        max(snapshot_id) over (partition by account_id) as last_id
    from raw.costs
    where kind = 'hour_cost'
),
hour_cost_now as (
    select account_id, min(amount) as hour_cost, min(coalesce(currency, '')) as hour_currency
    from hour_costs
    where snapshot_id = last_id
    group by account_id
    having count(*) = 1
),
noted as (
    select
        account_id, p.project, c.campaign_id, p.hours, p.money, p.is_hours_by_user, p.hours_until,
        case when p.currencies = 1 then p.least_currency end as money_currency,
        case when p.hours = 0 then coalesce(h.hour_cost, 0) else h.hour_cost end as hour_cost,
        h.hour_currency,
        case
            when p.hours is null then 'hours not recorded'
            when p.hours > 0 and h.hour_cost is null then 'no hourly cost'
            when p.currencies > 1 then 'money in several currencies'
            when p.currencies = 1 and p.least_currency = '' then 'money without a currency'
            when p.hours > 0 and p.currencies = 1 and p.least_currency <> h.hour_currency
                then 'money in another currency than hours'
        end as note
    from by_project p
    left join (select account_id, campaign_id, campaign_id as project from campaigns_now) c
        using (account_id, project)
    left join hour_cost_now h using (account_id)
)
select
    account_id, project, campaign_id, hours, money, is_hours_by_user, hours_until, money_currency,
    hour_cost, hour_currency,
    case
        when note is null
        then cast(round(hours * hour_cost + coalesce(money, 0), 2) as decimal(18, 2))
    end as cost,
    case when note is null then case when hours > 0 then hour_currency else money_currency end end
        as currency,
    note
from noted
