-- The complete list of followers nearest to every age of everybody in a cohort; one row an account, source,
-- first sight and age.
--
-- age_days: the age on the grid; due_at: first sight + age
-- started_at, finished_at: the nearest complete list, at most min(3.5 days, age / 8) away; null = no
--   observation
-- is_due: the last complete list came after the age was reached, give or take the tolerance
--
-- check: one list at most an age
with ages as (
    select explode(ages) as age_days from (select retained_ages() as ages) r
),
complete_lists as (
    select account_id, source, started_at, finished_at, list_number
    from lists
    where direction = 'inbound' and verdict = 'complete'
),
last_lists as (
    select account_id, max(finished_at) as last_at from complete_lists group by account_id
),
sights as (
    select distinct account_id, first_seen_at from followers where cohort_month is not null
),
due as (
    select
        account_id, first_seen_at, a.age_days, days_after(first_seen_at, a.age_days) as due_at,
        tolerance_days(a.age_days) as tolerance_days
    from sights s
    cross join ages a
),
near as (
    select
        d.*, c.started_at, c.finished_at,
        row_number() over (
            partition by d.account_id, d.first_seen_at, d.age_days
            order by abs(days_between(d.due_at, c.finished_at)), c.finished_at, c.source
        ) as nth
    from due d
    join complete_lists c
        on c.account_id = d.account_id
        and c.finished_at >= days_after(d.due_at, -d.tolerance_days)
        and c.finished_at <= days_after(d.due_at, d.tolerance_days)
)
select
    d.account_id, d.first_seen_at, d.age_days, d.due_at, n.started_at, n.finished_at,
    l.last_at >= days_after(d.due_at, -d.tolerance_days) as is_due
from due d
join last_lists l on l.account_id = d.account_id
left join near n
    on n.account_id = d.account_id and n.first_seen_at = d.first_seen_at and n.age_days = d.age_days
    and n.nth = 1
