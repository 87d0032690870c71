-- Interactions by followers toward the brand or beyond X, inside their spell, by kind. One row a kind and
-- route.
with
interactions as (
    select e.kind, f.route, e.user_id
    from engagements e
    join followers f on f.account_id = e.account_id and f.user_id = e.user_id
    where e.account_id = getvariable('account') and e.placement = 'inside'
        and e.circle in ('brand', 'beyond')
),
sizes as (
    select route, count(*) as members from followers where account_id = getvariable('account') group by route
)
select
    a.kind, a.route, suppressed(count(*), s.members) as interactions,
    suppressed(count(distinct a.user_id), s.members) as people
from interactions a
join sizes s on s.route = a.route
group by a.kind, a.route, s.members
order by a.kind, a.route
