-- Gains and losses by route and cause. One row a route and week. Whether those who were there at
-- the end of the week are too few for a rate: of the route, and of all routes that moved together.
with
opening as (
    select count(*) as people
    from followers
    where account_id = getvariable('account') and route = 'pre_existing'
        and not coalesce(is_reappeared, false)
),
weeks as (
    select
        g.*,
        sum(g.net) over (partition by g.route order by g.week)
            + case when g.route = 'pre_existing' then o.people else 0 end as closing,
        sum(g.net) over (order by g.week)
            + case when bool_or(g.route = 'pre_existing') over () then o.people else 0 end as closing_all
    from growth g
    cross join opening o
    where g.account_id = getvariable('account')
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
