-- What adjusted figures are computed from: two outcomes by route within strata of what was known at first
-- sight; one row an account, outcome, period length, stratum and route.
--
-- outcome: engaged_30, retained_90; period: month or quarter, with its first day in `starts`
-- age_band, ratio_band: of the profile at first sight, see people_facts; people without a profile are left
--   out
-- x, n: how many of how many
--
-- check: 0 <= x <= n
with facts as (
    select *
    from people_facts
    where age_band is not null and ratio_band is not null and route in ('followback', 'organic')
),
outcomes as (
    select
        account_id, route, cohort_month, quarter, age_band, ratio_band, 'engaged_30' as outcome,
        engaged_30 as is_so
    from facts
    where engaged_30 is not null
    union all
    select account_id, route, cohort_month, quarter, age_band, ratio_band, 'retained_90', retained_90
    from facts
    where retained_90 is not null
)
select
    account_id, outcome, 'month' as period, cohort_month as starts, age_band, ratio_band, route,
    count(*) filter (where is_so) as x, count(*) as n
from outcomes
group by account_id, outcome, cohort_month, age_band, ratio_band, route
union all
select
    account_id, outcome, 'quarter', quarter, age_band, ratio_band, route, count(*) filter (where is_so),
    count(*)
from outcomes
group by account_id, outcome, quarter, age_band, ratio_band, route
