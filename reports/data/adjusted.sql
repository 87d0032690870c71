-- Followback less organic, as counted and adjusted for what was known at first sight. One row an outcome.
-- Null where it rests on too few people of a route.
with
figures as (
    select *, least(followback_people, organic_people) as members
    from adjusted
    where account_id = getvariable('account')
)
select
    outcome, period, strata,
    suppressed(informative_followback, members) as informative_followback,
    suppressed(informative_organic, members) as informative_organic,
    suppressed(crude_difference, members) as crude_difference, suppressed(difference, members) as difference,
    suppressed(low, members) as low, suppressed(high, members) as high, suppressed(ratio, members) as ratio,
    suppressed(ratio_low, members) as ratio_low, suppressed(ratio_high, members) as ratio_high,
    suppressed(e_value, members) as e_value, suppressed(e_value_limit, members) as e_value_limit
from figures
order by outcome
