-- How many of a cohort had engaged by an age; one row an account, period, route, cohort and age.
--
-- period: month or week; route: followback, organic, unknown; cohort: the period's first day
-- age_days: 7, 30, 90, counted from first sight
-- members: the cohort's size at first sight; size: those whose whole age was covered, and since whose age
--   somebody looked who had left, where a source records that. Leavers stay in
-- engaged: at least one covered reply, quote or mention that addresses the brand by that age, certainly
--   inside a spell: whoever left and came back counts by what they did then too
-- engaged_at_most: interactions inside a start or end window added
-- engaged_with_likes: reposts and likes added: at least, for X shows at most 100 likers a post
-- share, low, high: engaged / size with Wilson's 95 % interval
-- size_maybe, engaged_maybe: of route unknown, those of them who may be followbacks, see followers; 0 of
--   other routes
-- size_sitting, engaged_sitting: those of them whose route rests on a sitting alone: ranges count them as
--   unknown
-- is_complete: everybody in the cohort has reached the age under cover
--
-- check: 0 <= engaged <= engaged_at_most <= size <= members
-- check: 0 <= engaged_maybe <= size_maybe <= size; likewise of sittings
with ages as (
    -- The ages of the macro engagement_age.
    select soon_days() as age_days union all select engaged_days() union all select late_days()
),
due as (
    select
        account_id, period, route, may_be_followback, is_by_sitting, cohort, first_seen_at, engaged_at,
        engaged_at_most,
        engaged_with_likes, people,
        a.age_days, days_after(first_seen_at, a.age_days) as due_at
    from cohort_members m
    cross join ages a
),
observed as (
    select d.*, v.account_id is not null as is_covered
    from due d
    left join engagement_cover v
        on v.account_id = d.account_id and v.kind = 'mention' and v.from_at <= d.first_seen_at
        and v.to_at >= d.due_at
),
counted as (
    select
        o.account_id, o.period, o.route, o.cohort, o.age_days,
        cast(sum(o.people) as bigint) as members,
        cast(coalesce(sum(o.people) filter (where o.is_covered), 0) as bigint) as size,
        cast(
            coalesce(sum(o.people) filter (where o.is_covered and o.engaged_at <= o.age_days), 0) as bigint
        ) as engaged,
        cast(
            coalesce(
                sum(o.people) filter (where o.is_covered and o.engaged_at_most <= o.age_days), 0
            ) as bigint
        ) as engaged_at_most,
        cast(
            coalesce(
                sum(o.people) filter (where o.is_covered and o.engaged_with_likes <= o.age_days), 0
            ) as bigint
        ) as engaged_with_likes,
        cast(
            coalesce(sum(o.people) filter (where o.may_be_followback and o.is_covered), 0) as bigint
        ) as size_maybe,
        cast(
            coalesce(
                sum(o.people) filter (
                    where o.may_be_followback and o.is_covered and o.engaged_at <= o.age_days
                ),
                0
            ) as bigint
        )
            as engaged_maybe,
        cast(coalesce(sum(o.people) filter (where o.is_by_sitting and o.is_covered), 0) as bigint)
            as size_sitting,
        cast(
            coalesce(
                sum(o.people) filter (where o.is_by_sitting and o.is_covered and o.engaged_at <= o.age_days),
                0
            ) as bigint
        ) as engaged_sitting,
        bool_and(o.is_covered) as is_complete
    from observed o
    group by o.account_id, o.period, o.route, o.cohort, o.age_days
)
select
    account_id, period, route, cohort, age_days, members, size, engaged, engaged_at_most, engaged_with_likes,
    share_of(engaged, size) as share, wilson_low(engaged, size) as low, wilson_high(engaged, size) as high,
    size_maybe, engaged_maybe, size_sitting, engaged_sitting, is_complete
from counted
where size > 0
order by account_id, period, route, cohort, age_days
