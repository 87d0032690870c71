-- When people of a cohort left, as ages between which it happened; one row an account, route and pair of
-- ages.
--
-- left_days, right_days: they left in (left, right] days after first sight: exact, with fractions, never
--   rounded; right is null while they are still there, and equals left where an event told the moment.
--   Everybody in one list was seen at one moment, that of its last page: so whoever a list still shows and
--   whoever it no longer shows have the same age at it. Only complete lists, and events up to the last of
--   them, count as looks at somebody: a head or a partial list can show that they are there, but never that
--   they are gone, and a later event that they are gone, but of nobody that they stayed. Looks that depend
--   on the answer would make people seem to stay, or to leave
-- people: how many
--
-- check: left_days <= right_days
with moments as (
    select
        l.account_id, l.snapshot_id, l.started_at, l.finished_at,
        case when l.verdict = 'complete' then l.finished_at else p.finished_at end as evaluated_at
    from lists l
    left join lists p on p.account_id = l.account_id and p.snapshot_id = l.prev_complete_id
        and p.list = l.list
    where l.direction = 'inbound'
),
last_lists as (
    select account_id, max(finished_at) as looked_to
    from lists
    where direction = 'inbound' and verdict = 'complete'
    group by account_id
),
of_cohorts as (
    select
        f.account_id, f.route, s.start_before, s.start_before_id, s.end_after, s.end_after_id, s.end_before,
        l.looked_to,
        s.end_before_id is null and s.end_before is not null
            and coalesce(s.end_before > l.looked_to, true) as is_told_late
    from followers f
    join spells s
        on s.account_id = f.account_id and s.user_id = f.user_id and s.direction = 'inbound' and s.spell = 1
    left join last_lists l on l.account_id = f.account_id
    where f.cohort_month is not null
),
first_spells as (
    select
        s.account_id, s.route, s.start_before, s.end_after,
        case when not s.is_told_late then s.end_before end as end_before,
        coalesce(a.finished_at, s.start_before) as first_moment,
        case
            when z.snapshot_id is not null then coalesce(z.evaluated_at, s.start_before)
            when s.is_told_late then least(s.end_after, coalesce(s.looked_to, s.start_before))
            else s.end_after
        end as last_moment
    from of_cohorts s
    left join moments a
        on a.account_id = s.account_id and a.snapshot_id = s.start_before_id
        and s.start_before >= a.started_at and s.start_before <= a.finished_at
    left join moments z
        on z.account_id = s.account_id and z.snapshot_id = s.end_after_id
        and s.end_after >= z.started_at and s.end_after <= z.finished_at
),
-- An event, or the other direction's list, may tell of a leaving while a list was still being read: then
-- what they say goes before the moment of that list.
bounds as (
    select
        account_id, route, end_before,
        case
            when end_before <= greatest(first_moment, last_moment) then start_before
            else first_moment
        end as born_at,
        case
            when end_before <= greatest(first_moment, last_moment) then end_after
            else greatest(first_moment, last_moment)
        end as last_at
    from first_spells
),
ages as (
    select
        account_id, route, days_between(born_at, last_at) as left_days,
        days_between(born_at, end_before) as right_days
    from bounds
)
select account_id, route, left_days, right_days, count(*) as people
from ages
group by account_id, route, left_days, right_days
