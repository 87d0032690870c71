-- A followback rests on an outbound follow that had begun by then, or that had been seen in the sitting
-- which lacks theirs; one row a person without one.
with one_instant as (
    select distinct account_id
    from completeness
    join raw.snapshots s using (snapshot_id)
    where list = 'following' and s.is_one_instant
)
select f.account_id, f.user_id
from followers f
left join spells o
    on o.account_id = f.account_id and o.user_id = f.user_id and o.direction = 'outbound'
    and (
        o.start_before <= f.start_after or f.start_after is null
        or f.route_basis = 'sitting' and o.start_before < f.start_before
    )
left join one_instant i on i.account_id = f.account_id
where f.route = 'followback' and o.user_id is null and i.account_id is null
