-- Time from the account's follow to theirs: how many had followed back within so many days. Whoever is
-- known by a sitting alone to have followed back is left out, like the unknown. One row a number of days.
with
times as (
    select latency_min_days, latency_max_days
    from outreach
    where account_id = getvariable('account') and outcome = 'followed_back' and not is_by_sitting
        and latency_max_days is not null
),
steps as (
    select unnest([1, 2, 3, 5, soon_days(), 10, 14, 21, answered_days(), 45, 60, 90, 120, 180]) as days
),
counts as (
    select
        s.days, count(t.latency_max_days) as people,
        count(*) filter (where t.latency_max_days <= s.days) as certainly,
        count(*) filter (where t.latency_min_days <= s.days) as at_most
    from steps s
    left join times t on true
    group by s.days
)
select days, people, suppressed(certainly, people) as certainly, suppressed(at_most, people) as at_most
from counts
order by days
