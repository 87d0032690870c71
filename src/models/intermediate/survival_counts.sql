-- When people of a cohort left, as ages between which it happened; one row an account, route and pair of
-- ages.
--
-- left_days, right_days: they left in (left, right] days after first sight: exact, with fractions, never
--   rounded; right is null while they are still there, and equals left where an event told the moment.
--   Everybody in one list was seen at one moment, that of its last page: so whoever a list still shows and
--   whoever it no longer shows have the same age at it. A head or a partial list is no look, since it can
--   show that people are there, but never that they are gone; see counted_stays for how far anything counts
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
first_stays as (
    select
        s.account_id, f.route, s.start_before, s.seen_to, s.gone_by,
        coalesce(a.finished_at, s.start_before) as first_moment,
        case
            when z.snapshot_id is not null then coalesce(z.evaluated_at, s.start_before)
            else s.seen_to
        end as last_moment
    from counted_stays s
    join followers f using (account_id, user_id)
    left join moments a
        on a.account_id = s.account_id and a.snapshot_id = s.start_before_id
        and s.start_before >= a.started_at and s.start_before <= a.finished_at
    left join moments z
        on z.account_id = s.account_id and z.snapshot_id = s.end_after_id
        and s.end_after >= z.started_at and s.end_after <= z.finished_at
    where s.spell = 1 and f.cohort_month is not null
),
-- An event, or the other direction's list, may tell of a leaving while a list was still being read: then
-- what they say goes before the moment of that list.
bounds as (
    select
        account_id, route, gone_by,
        case
            when gone_by <= greatest(first_moment, last_moment) then start_before
            else first_moment
        end as born_at,
        case
            when gone_by <= greatest(first_moment, last_moment) then seen_to
            else greatest(first_moment, last_moment)
        end as last_at
    from first_stays
),
ages as (
    select
        account_id, route, days_between(born_at, last_at) as left_days,
        days_between(born_at, gone_by) as right_days
    from bounds
)
select account_id, route, left_days, right_days, count(*) as people
from ages
group by account_id, route, left_days, right_days
