-- Who of the community addressed whom at least once, in either direction; one row an account and such a pair
-- in that direction.
--
-- from_id, to_id: of the one who addressed and the one addressed; from_route, to_route: how they came
--
-- check: from_id <> to_id
select distinct
    b.account_id, b.user_id as from_id, b.addressed_user_id as to_id, p.route as from_route,
    q.route as to_route
from acts_between_followers b
join community_people p using (account_id, user_id)
join community_people q on q.account_id = b.account_id and q.user_id = b.addressed_user_id
