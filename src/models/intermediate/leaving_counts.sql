-- At which age of the grid people of a cohort were first found gone, and why; one row an account, route, age
-- and cause.
--
-- age_days: 30, 60, 90 …: by the complete list nearest to first sight + age; without a cause the last age
--   they were still there
-- cause: why their first spell ended, see spells; null = still there
-- people: how many
--
-- check: age_days >= 30
with seen as (
    select
        k.account_id, k.user_id, min(k.age_days) filter (where not k.is_retained) as gone_age,
        max(k.age_days) filter (where k.is_retained) as retained_age
    from retention_by_person k
    where k.is_due and k.age_days >= youngest_retained_days()
    group by k.account_id, k.user_id
)
select
    s.account_id, f.route, coalesce(s.gone_age, s.retained_age) as age_days,
    case when s.gone_age is not null then coalesce(f.end_reason, 'unresolved') end as cause,
    count(*) as people
from seen s
join stay_groups t on t.account_id = s.account_id and t.representative_user_id = s.user_id
join followers f on f.account_id = t.account_id and f.user_id = t.user_id
where coalesce(s.gone_age, s.retained_age) is not null
group by
    s.account_id, f.route, coalesce(s.gone_age, s.retained_age),
    case when s.gone_age is not null then coalesce(f.end_reason, 'unresolved') end
