-- Of those who follow now, how many acted toward the account in the last 30 days. One row a route; none
-- where own posts were not read to the end.
with
pooled as (
    select
        route, min(from_at) as from_at, max(to_at) as to_at, sum(people) as people, sum(acted) as acted,
        sum(acted_any) as acted_any
    from present_engagement
    where account_id = getvariable('account')
    group by route
)
select
    route, from_at, to_at, people,
    suppressed(acted, people) as acted, suppressed(acted_any, people) as acted_any,
    suppressed(share_of(acted, people), people) as share,
    suppressed(wilson_low(acted, people), people) as low,
    suppressed(wilson_high(acted, people), people) as high
from pooled
order by route
