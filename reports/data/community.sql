-- How the followers of each route are tied to the other followers. One row a route.
--
-- share_of_people: what share_within would be if ties did not ask for routes, but for the person's own place
select
    route, people,
    round(suppressed(people / sum(people) over (), sum(people) over ()), 6) as share_of_people,
    suppressed(tied, people) as tied,
    suppressed(in_largest, people) as in_largest, suppressed(share_in_largest, people) as share_in_largest,
    suppressed(reciprocated, people) as reciprocated,
    suppressed(share_reciprocated, people) as share_reciprocated,
    suppressed(ties, people) as ties, suppressed(ties_within, people) as ties_within,
    suppressed(share_within, people) as share_within,
    is_at_least
from community
where account_id = getvariable('account')
order by route
