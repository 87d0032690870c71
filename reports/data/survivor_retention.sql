-- Of those who were there at the first complete look, how many still are at each later one. One row a route
-- and look.
select
    route, looked_at, days, people, suppressed(still_there, people) as still_there,
    suppressed(share, people) as share, suppressed(low, people) as low, suppressed(high, people) as high
from survivor_retention
where account_id = getvariable('account')
order by route, looked_at
