-- How much of all interactions the most active did. One row a route.
select
    route, people, suppressed(interactions, people) as interactions, suppressed(top_1, people) as top_1,
    suppressed(top_5, people) as top_5, suppressed(top_10, people) as top_10,
    suppressed(median, people) as median
from concentration
where account_id = getvariable('account')
order by route
