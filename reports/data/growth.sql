-- Gains and losses by route and cause. One row a route and week; of those who were there first, the
-- first week too, though none of them moved. Whether those who were there at the end of the week are
-- too few for a rate: of the route, and of all routes together.
with
opening as (
    select count(*) as people
    from followers
    where account_id = getvariable('account') and route = 'pre_existing'
        and not coalesce(is_reappeared, false)
),
moved as (
    select
        route, week, gained, returned, reappeared, hidden, lost, lost_unfollowed, lost_suspended, lost_gone,
        lost_blocked, lost_unresolved, net
    from growth
    where account_id = getvariable('account')
),
resting as (
    select 'pre_existing' as route, min(week) as week
    from moved
    having min(week) is not null and not bool_or(route = 'pre_existing')
),
weeks as (
    select
        g.*,
        sum(g.net) over (partition by g.route order by g.week)
            + case when g.route = 'pre_existing' then o.people else 0 end as closing,
        sum(g.net) over (order by g.week) + o.people as closing_all
    from (
        from moved
        union all
        select route, week, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        from resting
        where (select people from opening) > 0
    ) g
    cross join opening o
)
select
    route, week, gained, returned, reappeared, hidden, lost,
    suppressed(lost_unfollowed, closing + lost) as unfollowed,
    suppressed(lost_suspended, closing + lost) as suspended,
    suppressed(lost_gone, closing + lost) as gone,
    suppressed(lost_blocked, closing + lost) as blocked,
    suppressed(lost_unresolved, closing + lost) as unresolved,
    closing, is_too_few(closing) as is_route_too_few, is_too_few(closing_all) as is_all_too_few
from weeks
order by route, week
