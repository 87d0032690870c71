-- How many people of each route the community has; one row an account and route.
--
-- people: how many; is_at_least: see community_people
--
-- check: people > 0
select account_id, route, count(*) as people, bool_or(is_at_least) as is_at_least
from community_people
group by account_id, route
