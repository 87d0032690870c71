-- When people of a cohort left, as ages between which it happened; one row an account, route and pair of ages.
--
-- left_days, right_days: they left in (left, right] days after first sight, rounded outward to whole days; right is
--   null while they are still there
-- people: how many
--
-- check: left_days < right_days
with first_spells as (
    select
        f.account_id, f.route,
        floor(days_between(f.first_seen_at, f.end_after)) as left_days,
        case
            when f.end_before is not null
            then greatest(ceil(days_between(f.first_seen_at, f.end_before)), floor(days_between(f.first_seen_at, f.end_after)) + 1)
        end as right_days
    from followers f
    where f.cohort_month is not null
)
select account_id, route, cast(left_days as integer) as left_days, cast(right_days as integer) as right_days, count(*) as people
from first_spells
group by account_id, route, left_days, right_days
