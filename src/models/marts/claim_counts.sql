-- What each claim's verdict is counted from, at every quarter end so far; one row an account, quarter end,
-- claim and route.
--
-- evaluated_at: the quarter end; only what was due and seen by then counts. Routes are as known today
-- claim: engage_less, engage_less_others, leave_sooner, count_builders, assembly_line
-- route: followback, organic, unknown
-- x, n: how many of how many did it: engaged with the brand within 30 days, addressed another follower
--   within 30 days, left by 90 days, were count-builders at first sight. Of assembly_line n alone: who
--   arrived in the weeks that are measured
-- x_maybe, n_maybe: of route unknown, those of them who may be followbacks, see followers; 0 of other routes
-- x_sitting, n_sitting: those of them whose route rests on a sitting alone: ranges count them as unknown
--
-- check: 0 <= x <= n
-- check: 0 <= x_maybe <= n_maybe <= n; likewise of sittings
with counted as (
    select
        l.account_id, l.evaluated_at, 'engage_less' as claim, p.route,
        count(*) filter (where p.engaged_30) as x, count(*) as n,
        count(*) filter (where p.engaged_30 and p.may_be_followback) as x_maybe,
        count(*) filter (where p.may_be_followback) as n_maybe,
        count(*) filter (where p.engaged_30 and p.is_by_sitting) as x_sitting,
        count(*) filter (where p.is_by_sitting) as n_sitting
    from verdict_dates l
    join people_facts p
        on p.account_id = l.account_id and p.engaged_30 is not null and p.engaged_30_at <= l.evaluated_at
    group by l.account_id, l.evaluated_at, p.route
    union all
    select
        l.account_id, l.evaluated_at, 'engage_less_others', p.route,
        count(*) filter (where o.reached_30), count(*),
        count(*) filter (where o.reached_30 and p.may_be_followback),
        count(*) filter (where p.may_be_followback),
        count(*) filter (where o.reached_30 and p.is_by_sitting),
        count(*) filter (where p.is_by_sitting)
    from verdict_dates l
    join other_follower_facts o
        on o.account_id = l.account_id and o.reached_30 is not null and o.reached_30_at <= l.evaluated_at
    join people_facts p on p.account_id = o.account_id and p.user_id = o.user_id
    group by l.account_id, l.evaluated_at, p.route
    union all
    select
        l.account_id, l.evaluated_at, 'leave_sooner', p.route,
        count(*) filter (where not coalesce(p.retained_90, false)), count(*),
        count(*) filter (where not coalesce(p.retained_90, false) and p.may_be_followback),
        count(*) filter (where p.may_be_followback),
        count(*) filter (where not coalesce(p.retained_90, false) and p.is_by_sitting),
        count(*) filter (where p.is_by_sitting)
    from verdict_dates l
    -- Somebody hidden who had not come back by then had left, as far as could be known.
    join people_facts p
        on p.account_id = l.account_id and p.retained_90_at <= l.evaluated_at
        and (p.retained_90 is not null or p.retained_90_hidden_until > l.evaluated_at)
    group by l.account_id, l.evaluated_at, p.route
    union all
    select
        l.account_id, l.evaluated_at, 'count_builders', p.route,
        count(*) filter (where p.is_count_builder), count(*),
        count(*) filter (where p.is_count_builder and p.may_be_followback),
        count(*) filter (where p.may_be_followback),
        count(*) filter (where p.is_count_builder and p.is_by_sitting),
        count(*) filter (where p.is_by_sitting)
    from verdict_dates l
    join people_facts p
        on p.account_id = l.account_id and p.is_count_builder is not null
        and p.first_seen_at <= l.evaluated_at
    group by l.account_id, l.evaluated_at, p.route
    union all
    select
        l.account_id, l.evaluated_at, 'assembly_line', a.route, null, cast(sum(a.people) as bigint), null,
        cast(sum(a.people_maybe) as bigint), null, cast(sum(a.people_sitting) as bigint)
    from verdict_dates l
    join arrivals a
        on a.account_id = l.account_id and day_after(a.week, week_days()) <= cast(l.evaluated_at as date)
    where a.days_of = 'all' and a.unknown_as = 'left_out'
        and (a.unevenness is not null or a.route = 'unknown')
    group by l.account_id, l.evaluated_at, a.route
)
select account_id, evaluated_at, claim, route, x, n, x_maybe, n_maybe, x_sitting, n_sitting
from counted
order by account_id, evaluated_at, claim, route
