-- Whom followers of each route turn to, as it stands today: shares within 30 days and interactions per 100
-- follower-weeks. One row a circle, basis and route. Followers from before tracking have no first 30 days.
with
groups as (
    select *, least(people, watched) as smaller
    from circles
    where account_id = getvariable('account') and route <> 'pre_existing'
)
select
    circle, basis, route, people, suppressed(reached, people) as reached, suppressed(share, people) as share,
    suppressed(low, people) as low, suppressed(high, people) as high,
    watched, round(weeks, 1) as weeks, suppressed(interactions, smaller) as interactions,
    suppressed(rate, smaller) as rate, suppressed(rate_low, smaller) as rate_low,
    suppressed(rate_high, smaller) as rate_high
from groups
order by circle, basis, route
