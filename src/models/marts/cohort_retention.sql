-- How many of a cohort still follow at an age; one row an account, period, route, cohort and age.
--
-- period: month or week; route: followback, organic, unknown; cohort: the period's first day
-- age_days: counted from first sight. Ages which the usual gap between complete lists cannot serve are not
--   listed
-- members: the cohort's size at first sight; size: those whose age is observable; retained: those still
--   there
-- size_maybe, retained_maybe: of route unknown, those of them who may be followbacks, see followers; 0 of
--   other routes
-- size_sitting, retained_sitting: those of them whose route rests on a sitting alone: ranges count them as
--   unknown
-- share, low, high: retained / size with Wilson's 95 % interval
-- is_complete: everybody in the cohort has reached the age
--
-- check: 0 <= retained <= size <= members
-- check: 0 <= retained_maybe <= size_maybe <= size; likewise of sittings
with gaps as (
    select
        account_id, days_between(prev_complete_at, started_at) as gap_days,
        row_number() over (
            partition by account_id order by days_between(prev_complete_at, started_at), snapshot_id
        ) as nth,
        count(*) over (partition by account_id) as n
    from lists
    where direction = 'inbound' and verdict = 'complete' and prev_complete_at is not null
),
usual as (
    select account_id, gap_days from gaps where nth * 2 = n or nth * 2 = n + 1
),
counted as (
    select
        m.account_id, m.period, m.route, m.cohort, k.age_days,
        cast(sum(m.people) as bigint) as members,
        cast(
            coalesce(sum(m.people) filter (where k.is_due and k.is_retained is not null), 0) as bigint
        ) as size,
        cast(coalesce(sum(m.people) filter (where k.is_due and k.is_retained), 0) as bigint) as retained,
        cast(
            coalesce(
                sum(m.people) filter (where m.may_be_followback and k.is_due and k.is_retained is not null),
                0
            ) as bigint
        ) as size_maybe,
        cast(
            coalesce(
                sum(m.people) filter (where m.may_be_followback and k.is_due and k.is_retained), 0
            ) as bigint
        ) as retained_maybe,
        cast(
            coalesce(
                sum(m.people) filter (where m.is_by_sitting and k.is_due and k.is_retained is not null), 0
            ) as bigint
        ) as size_sitting,
        cast(
            coalesce(
                sum(m.people) filter (where m.is_by_sitting and k.is_due and k.is_retained), 0
            ) as bigint
        ) as retained_sitting,
        bool_and(k.is_due) as is_complete
    from cohort_members m
    join retention_by_person k on k.account_id = m.account_id and k.user_id = m.representative_user_id
    -- A quarter of an hour for the minutes that walks drift by.
    join usual u on u.account_id = m.account_id and u.gap_days / 2 <= tolerance_days(k.age_days) + 0.01
    group by m.account_id, m.period, m.route, m.cohort, k.age_days
)
select
    account_id, period, route, cohort, age_days, members, size, retained,
    share_of(retained, size) as share, wilson_low(retained, size) as low,
    wilson_high(retained, size) as high,
    size_maybe, retained_maybe, size_sitting, retained_sitting, is_complete
from counted
where size > 0
order by account_id, period, route, cohort, age_days
