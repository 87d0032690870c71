-- Whom followers turn to, as it stands today: shares within 30 days and interactions per 100 follower-weeks.
-- One row a circle, basis and route.
select
    circle, basis, route, people, suppressed(reached, people) as reached, suppressed(share, people) as share,
    suppressed(low, people) as low, suppressed(high, people) as high,
    watched, round(weeks, 1) as weeks, suppressed(interactions, watched) as interactions,
    suppressed(rate, watched) as rate, suppressed(rate_low, watched) as rate_low,
    suppressed(rate_high, watched) as rate_high
from circles
where account_id = getvariable('account')
order by circle, basis, route
