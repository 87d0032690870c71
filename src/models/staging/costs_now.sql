-- What campaigns cost as far as it is known, and hours of no campaign; one row an account and project.
--
-- project: what the hours or the money were spent on, written like a campaign_id; campaign_id: the campaign
--   of that name, null where there is none
-- hours, money: see spent_now. Null where nobody says, and of money in several currencies without a rate
-- money_currency: that of the account where a rate was used, which is_converted says; else as it was written
-- is_hours_by_user: the hours are what the user says; hours_until: then they are all up to here. Of no hours
--   it is the money that is all up to here; null where files say it, or nobody does
-- hour_cost, hour_currency: of the account, as last said
-- cost, currency: hours × hour_cost + money, where hours are known; money that nobody says is none. Null
--   where it cannot be told; note: why. All products first, and one rounding to cents at the end
--
-- check: a project stands once
with by_project as (
    select
        account_id, project,
        cast(sum(amount) filter (where kind = 'hours') as decimal(18, 2)) as hours,
        coalesce(bool_or(is_by_user) filter (where kind = 'hours'), false) as is_hours_by_user,
        case
            when sum(amount) filter (where kind = 'hours') = 0
            then max(until_at) filter (where kind = 'money')
            else max(until_at) filter (where kind = 'hours')
        end as hours_until
    from spent_now
    group by account_id, project
),
by_money as (
    select
        account_id, s.project, count(*) as currencies, min(s.currency) as least_currency,
        cast(sum(s.amount) as decimal(18, 2)) as written, min(s.account_currency) as account_currency,
        cast(sum(s.amount * coalesce(s.rate, 1)) as decimal(38, 12)) as exact,
        -- Beside money that a rate exchanges only money of the account's currency needs none.
        count(*) filter (where s.rate is null and s.currency <> coalesce(a.account_currency, '')) as unrated
    from spent_now s
    left join (select distinct account_id, account_currency from exchange_rates_now) a using (account_id)
    where s.kind = 'money'
    group by account_id, s.project
),
known_money as (
    select
        account_id, project, currencies, account_currency is not null and unrated = 0 as is_converted,
        case
            when account_currency is not null and unrated = 0 then account_currency
            when currencies = 1 then least_currency
        end as money_currency,
        case
            when account_currency is not null and unrated = 0 then exact
            when currencies = 1 then cast(written as decimal(38, 12))
        end as money
    from by_money
),
noted as (
    select
        account_id, project, c.campaign_id, p.hours, p.is_hours_by_user, p.hours_until, m.money,
        m.money_currency, coalesce(m.is_converted, false) as is_converted, h.hour_currency,
        case when p.hours = 0 then coalesce(h.hour_cost, 0) else h.hour_cost end as hour_cost,
        case
            when p.hours is null then 'hours not recorded'
            when p.hours > 0 and h.hour_cost is null then 'no hourly cost'
            when m.currencies > 1 and m.money is null then 'money in several currencies'
            when m.money_currency = '' then 'money without a currency'
            when p.hours > 0 and m.money_currency <> h.hour_currency
                then 'money in another currency than hours'
        end as note
    from by_project p
    left join known_money m using (account_id, project)
    left join (select account_id, campaign_id, campaign_id as project from campaigns_now) c
        using (account_id, project)
    left join hour_costs_now h using (account_id)
)
select
    account_id, project, campaign_id, hours, is_hours_by_user, hours_until,
    cast(round(money, 2) as decimal(18, 2)) as money, money_currency, is_converted, hour_cost, hour_currency,
    case
        when note is null
        then cast(
            round(cast(hours * hour_cost as decimal(38, 12)) + coalesce(money, 0), 2) as decimal(18, 2)
        )
    end as cost,
    case when note is null then case when hours > 0 then hour_currency else money_currency end end
        as currency,
    note
from noted
