-- A followback rests on an outbound follow that had begun by then, or that had been seen in the sitting
-- which lacks theirs; one row a person without one.
select f.account_id, f.user_id
from followers f
left join spells o
    on o.account_id = f.account_id and o.user_id = f.user_id and o.direction = 'outbound'
    and (
        o.start_before <= f.start_after or f.start_after is null
        or f.route_basis = 'sitting' and o.start_before < f.start_before
    )
left join completeness c on c.account_id = f.account_id and c.source = 'x-archive' and c.list = 'following'
where f.route = 'followback' and o.user_id is null and c.account_id is null
