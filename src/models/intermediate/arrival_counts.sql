-- How many first follows were first seen on each day, by route and by every way of counting the unknown; one
-- row an account, day, way and route.
--
-- unknown_as, route, people_maybe, people_sitting: see arrivals. Only people whose start is known to within
--   30 hours
-- people: how many
--
-- check: people > 0
with people as (
    select
        f.account_id, coalesce(b.day, cast(f.first_seen_at as date)) as day, f.route,
        coalesce(f.may_be_followback, false) as may_be_followback,
        coalesce(f.route_basis = 'sitting', false) as is_by_sitting
    from followers f
    left join bare_dates b on b.account_id = f.account_id and b.told_at = f.first_seen_at
    where f.route <> 'pre_existing' and f.is_dated
        and days_between(f.start_after, f.start_before) <= placed_days()
),
placed as (
    select account_id, day, route, may_be_followback, is_by_sitting, count(*) as people
    from people
    group by account_id, day, route, may_be_followback, is_by_sitting
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
