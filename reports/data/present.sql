-- Who follows now, by how the follow that is there today came about. One row a route, basis (records, looks)
-- and reason why the route is unknown. Whether those of the basis, and everybody, are too few for a share.
with
counted as (
    select route, route_basis, unknown_because, count(*) as people
    from present_routes
    where account_id = getvariable('account')
    group by route, route_basis, unknown_because
)
select
    route, route_basis, unknown_because, people,
    is_too_few(sum(people) over (partition by route_basis)) as is_basis_too_few,
    is_too_few(sum(people) over ()) as is_all_too_few
from counted
order by route_basis desc, route, unknown_because
