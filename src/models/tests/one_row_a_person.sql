-- A person stands once among an account's followers, with a route, and with a basis exactly where organic;
-- one row a person for whom this fails.
select account_id, user_id
from followers
group by account_id, user_id
having count(*) > 1
    or bool_or(route not in ('followback', 'organic', 'unknown', 'pre_existing'))
    or bool_or((route = 'organic') <> (route_basis is not null))
