-- At which age of the grid people of a cohort were first found gone, and why; one row an account, route, age
-- and cause.
--
-- age_days: 30, 60, 90 …: by the complete list nearest to first sight + age; without a cause the last age
--   they were still there
-- cause: why their last spell before that list ended, see spells; null = still there
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
),
-- Who had come back by then left once more.
returned as (
    select
        s.account_id, s.user_id, p.end_reason,
        row_number() over (partition by s.account_id, s.user_id order by p.spell desc) as nth_last
    from seen s
    join retention_by_person k
        on k.account_id = s.account_id and k.user_id = s.user_id and k.age_days = s.gone_age
    join spells p
        on p.account_id = s.account_id and p.user_id = s.user_id and p.direction = 'inbound' and p.spell > 1
        and p.end_before <= k.seen_at
)
select
    s.account_id, f.route, coalesce(s.gone_age, s.retained_age) as age_days,
    case when s.gone_age is not null then coalesce(r.end_reason, f.end_reason, 'unresolved') end as cause,
    count(*) as people
from seen s
join stay_groups t on t.account_id = s.account_id and t.representative_user_id = s.user_id
join followers f on f.account_id = t.account_id and f.user_id = t.user_id
left join returned r on r.account_id = s.account_id and r.user_id = s.user_id and r.nth_last = 1
where coalesce(s.gone_age, s.retained_age) is not null
group by
    s.account_id, f.route, coalesce(s.gone_age, s.retained_age),
    case when s.gone_age is not null then coalesce(r.end_reason, f.end_reason, 'unresolved') end
