-- Gains and losses by route and cause. One row a route and week; of those who were already there also each
-- week that first showed any, though none of them moved. Whether those who were there at the end of the week
-- are too few for a rate: of the route, and of all routes together.
--
-- hidden, lost: null where the source does not record that people leave and no one was seen to: not zero
-- first_shown: people already there who count from this week on and are no gain of it: another source, or a
-- later list, may be the first that shows them. Whom lists showed before anything moved count from its first
-- week.
with
moved as (
    select
        route, week, gained, returned, reappeared, hidden, lost, lost_unfollowed, lost_suspended, lost_gone,
        lost_blocked, lost_unresolved, net
    from growth
    where account_id = getvariable('account')
),
-- Who has no start is no movement, see movements; all others are.
shown as (
    select greatest(week_of(f.first_seen_at), m.week) as week, count(*) as people
    from followers f
    cross join (select min(week) as week from moved) m
    where f.account_id = getvariable('account') and f.start_after is null and m.week is not null
    group by greatest(week_of(f.first_seen_at), m.week)
),
told as (
    select *, 0 as first_shown from moved
    union all
    select 'pre_existing', week, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, people from shown
),
summed as (
    select
        route, week, cast(sum(gained) as bigint) as gained, cast(sum(returned) as bigint) as returned,
        cast(sum(reappeared) as bigint) as reappeared, cast(sum(hidden) as bigint) as hidden,
        cast(sum(lost) as bigint) as lost, cast(sum(lost_unfollowed) as bigint) as lost_unfollowed,
        cast(sum(lost_suspended) as bigint) as lost_suspended,
        cast(sum(lost_gone) as bigint) as lost_gone, cast(sum(lost_blocked) as bigint) as lost_blocked,
        cast(sum(lost_unresolved) as bigint) as lost_unresolved,
        cast(sum(first_shown) as bigint) as first_shown, sum(net + first_shown) as change
    from told
    group by route, week
),
weeks as (
    select
        *, cast(sum(change) over (partition by route order by week) as bigint) as closing,
        sum(change) over (order by week) as closing_all
    from summed
)
select
    route, week, gained, returned, reappeared,
    case when coalesce(a.is_retention_recorded, true) or hidden > 0 then hidden end as hidden,
    case when coalesce(a.is_retention_recorded, true) or lost > 0 then lost end as lost,
    suppressed(lost_unfollowed, closing + lost) as unfollowed,
    suppressed(lost_suspended, closing + lost) as suspended,
    suppressed(lost_gone, closing + lost) as gone,
    suppressed(lost_blocked, closing + lost) as blocked,
    suppressed(lost_unresolved, closing + lost) as unresolved,
    first_shown, closing, is_too_few(closing) as is_route_too_few, is_too_few(closing_all) as is_all_too_few
from weeks
left join accounts a on a.account_id = getvariable('account')
order by route, week
