-- How many followers of each route post on the account's topics before and after they came, by a sample, as
-- it stands today. One row a route and period. The difference rests on those who were looked at for both
-- periods: as many as for the one before.
with
today as (
    select *, max(people) filter (where period = 'before') over (partition by route) as pairs
    from interests
    where account_id = getvariable('account') and evaluated_at is null and cohort is null
)
select
    route, period, people, suppressed(share, people) as share, suppressed(low, people) as low,
    suppressed(high, people) as high, suppressed(effective_people, people) as effective_people,
    not_observable, suppressed(not_observable_share, people + not_observable) as not_observable_share,
    suppressed(difference, pairs) as difference, suppressed(difference_low, pairs) as difference_low,
    suppressed(difference_high, pairs) as difference_high
from today
order by route, period desc
