-- A person stands once among an account's followers, with a route, and with a basis where organic, or where
-- nothing but a sitting says how they came; one row a person for whom this fails.
select account_id, user_id
from followers
group by account_id, user_id
having count(*) > 1
    or bool_or(route not in ('followback', 'organic', 'unknown', 'pre_existing'))
    or bool_or(route = 'organic' and route_basis is null)
    or bool_or(route = 'followback' and coalesce(route_basis, 'sitting') <> 'sitting')
    or bool_or(route in ('unknown', 'pre_existing') and route_basis is not null)
