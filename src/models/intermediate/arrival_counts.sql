-- How many first follows were first seen on each day, by route and by every way of counting the unknown; one
-- row an account, day, way and route.
--
-- unknown_as, route, people_maybe, people_sitting: see arrivals. Only people whose start is known to within
--   30 hours
-- people: how many
--
-- check: people > 0
with placed as (
    select
        account_id, cast(first_seen_at as date) as day, route,
        coalesce(may_be_followback, false) as may_be_followback,
        coalesce(route_basis = 'sitting', false) as is_by_sitting, count(*) as people
    from followers
    where route <> 'pre_existing' and is_dated
        and days_between(start_after, start_before) <= placed_days()
    group by account_id, cast(first_seen_at as date), route, coalesce(may_be_followback, false),
        coalesce(route_basis = 'sitting', false)
),
-- Only where someone is of unknown route, or by a sitting, do the ways differ.
open_routes as (
    select
        account_id, bool_or(route = 'unknown' or is_by_sitting) as has_unknown,
        bool_or(is_by_sitting) as has_sitting
    from placed
    group by account_id
),
routed as (
    select
        account_id, day, people, 'left_out' as unknown_as, route,
        case when may_be_followback then people else 0 end as people_maybe,
        case when is_by_sitting then people else 0 end as people_sitting
    from placed
    union all
    select
        account_id, p.day, p.people, 'followback',
        case
            when p.route = 'unknown' and not p.may_be_followback then 'organic'
            when p.route = 'organic' and not p.is_by_sitting then 'organic'
            else 'followback'
        end,
        0, 0
    from placed p
    join open_routes o using (account_id)
    where o.has_unknown
    union all
    select
        account_id, p.day, p.people, 'organic',
        case when p.route = 'followback' and not p.is_by_sitting then 'followback' else 'organic' end,
        0, 0
    from placed p
    join open_routes o using (account_id)
    where o.has_unknown
    union all
    select account_id, p.day, p.people, 'without_sittings', p.route, 0, 0
    from placed p
    join open_routes o using (account_id)
    where o.has_sitting and p.route <> 'unknown' and not p.is_by_sitting
)
select
    account_id, day, unknown_as, route, cast(sum(people) as bigint) as people,
    cast(sum(people_maybe) as bigint) as people_maybe,
    cast(sum(people_sitting) as bigint) as people_sitting
from routed
group by account_id, day, unknown_as, route
