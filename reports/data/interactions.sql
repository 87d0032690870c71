-- Interactions by followers toward the brand or beyond X, inside their spell, by kind. One row a kind and
-- route.
with
interactions as (
    select e.kind, f.route, user_id
    from engagements e
    join followers f using (account_id, user_id)
    where account_id = getvariable('account') and e.placement = 'inside'
        and e.circle in ('brand', 'beyond')
),
sizes as (
    select route, count(*) as members from followers where account_id = getvariable('account') group by route
)
select
    a.kind, route, suppressed(count(*), s.members) as interactions,
    suppressed(count(distinct a.user_id), s.members) as people
from interactions a
join sizes s using (route)
group by a.kind, route, s.members
order by a.kind, route
