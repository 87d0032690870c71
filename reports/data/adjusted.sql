-- Followback less organic, as counted and adjusted for what was known at first sight. One row an outcome.
with
figures as (
    select a.*, least(c.followback, c.organic) as members
    from adjusted a
    join accounts c using (account_id)
    where account_id = getvariable('account')
)
select
    outcome, period, strata,
    published(informative_followback, members) as informative_followback,
    published(informative_organic, members) as informative_organic,
    published(crude_difference, members) as crude_difference, published(difference, members) as difference,
    published(low, members) as low, published(high, members) as high, published(ratio, members) as ratio,
    published(ratio_low, members) as ratio_low, published(ratio_high, members) as ratio_high,
    published(e_value, members) as e_value, published(e_value_limit, members) as e_value_limit
from figures
order by outcome
