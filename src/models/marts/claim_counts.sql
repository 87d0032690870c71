-- What each claim's verdict is counted from, at every quarter end so far; one row an account, quarter end,
-- claim and route.
--
-- evaluated_at: the quarter end; only what was due and seen by then counts. Routes are as known today
-- claim: engage_less, engage_less_interests, engage_less_others, leave_sooner, count_builders,
--   assembly_line, few_engaged_per_hour
-- route: followback, organic, unknown
-- x, n: how many of how many did it: engaged with the brand within 30 days, addressed another follower
--   within 30 days, left by 90 days, were count-builders at first sight. Of engage_less_interests n alone:
--   who of the sample could be looked at, see interests. Of assembly_line n alone: who arrived in the weeks
--   that are measured. Of few_engaged_per_hour n alone: whom campaigns with hours turned to, old enough to
--   know who engaged; there route is by where they were found, see hour_attempts, and unknown are also
--   those whose campaign or order is not known
-- x_maybe, n_maybe: of route unknown, those of them who may be followbacks, see followers; 0 of other
--   routes
-- x_sitting, n_sitting: those of them whose route rests on a sitting alone: ranges count them as unknown
--
-- check: 0 <= x <= n
-- check: 0 <= x_maybe <= n_maybe <= n; likewise of sittings
with due as (
    select
        l.account_id, l.evaluated_at, 'engage_less' as claim, p.route, p.may_be_followback, p.is_by_sitting,
        p.engaged_30 as is_so
    from verdict_dates l
    join people_facts p
        on p.account_id = l.account_id and p.engaged_30 is not null and p.engaged_30_at <= l.evaluated_at
    union all
    select
        l.account_id, l.evaluated_at, 'engage_less_others', p.route, p.may_be_followback, p.is_by_sitting,
        o.reached_30
    from verdict_dates l
    join other_follower_facts o
        on o.account_id = l.account_id and o.reached_30 is not null and o.reached_30_at <= l.evaluated_at
    join people_facts p on p.account_id = o.account_id and p.user_id = o.user_id
    union all
    select
        l.account_id, l.evaluated_at, 'leave_sooner', p.route, p.may_be_followback, p.is_by_sitting,
        not coalesce(p.retained_90, false)
    from verdict_dates l
    -- Somebody hidden who had not come back by then had left, as far as could be known.
    join people_facts p
        on p.account_id = l.account_id and p.retained_90_at <= l.evaluated_at
        and (p.retained_90 is not null or p.retained_90_hidden_until > l.evaluated_at)
    union all
    select
        l.account_id, l.evaluated_at, 'count_builders', p.route, p.may_be_followback, p.is_by_sitting,
        p.is_count_builder
    from verdict_dates l
    join people_facts p
        on p.account_id = l.account_id and p.is_count_builder is not null
        and p.first_seen_at <= l.evaluated_at
),
counted as (
    select
        account_id, evaluated_at, claim, route,
        count(*) filter (where is_so) as x, count(*) as n,
        count(*) filter (where is_so and may_be_followback) as x_maybe,
        count(*) filter (where may_be_followback) as n_maybe,
        count(*) filter (where is_so and is_by_sitting) as x_sitting,
        count(*) filter (where is_by_sitting) as n_sitting
    from due
    group by account_id, evaluated_at, claim, route
    union all
    select
        l.account_id, l.evaluated_at, 'engage_less_interests', i.route, null, cast(sum(i.people) as bigint),
        null, cast(coalesce(sum(i.people) filter (where i.may_be_followback), 0) as bigint), null,
        cast(coalesce(sum(i.people) filter (where i.is_by_sitting), 0) as bigint)
    from verdict_dates l
    join interest_cells i
        on i.account_id = l.account_id and i.period = 'after' and i.due_at <= l.evaluated_at
    group by l.account_id, l.evaluated_at, i.route
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
    union all
    select
        account_id, evaluated_at, 'few_engaged_per_hour', route, null, count(distinct user_id), null,
        count(distinct case when route = 'unknown' then user_id end), null,
        count(distinct case when is_by_sitting and route <> 'unknown' then user_id end)
    from (
        select
            account_id, evaluated_at, user_id, is_by_sitting,
            case when is_counted then route else 'unknown' end as route
        from hour_attempts
    ) h
    group by account_id, evaluated_at, route
)
select account_id, evaluated_at, claim, route, x, n, x_maybe, n_maybe, x_sitting, n_sitting
from counted
order by account_id, evaluated_at, claim, route
