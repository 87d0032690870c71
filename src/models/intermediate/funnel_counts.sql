-- The attempts of each stage of the funnel, counted; one row an account and stage.
--
-- x, n, x_unknown, n_unknown, x_sitting, n_sitting, left_out, note: see funnel; stages of the later ones
--   are there where anybody is
--
-- check: x <= n
with attempts as (
    select
        account_id, user_id, started_after, started_before, latency_max_days, outcome, is_by_sitting,
        outcome = 'unknown' or not is_looked_after as is_unknown,
        outcome = 'followed_back' as is_answered
    from outreach
),
tried as (
    select
        account_id, s.days, a.is_unknown, a.is_by_sitting, s.sharp_at is not null as is_sharp,
        s.full_at is not null as is_full,
        -- Latencies are rounded to the sixth digit of a day.
        a.is_answered
            and a.latency_max_days <= days_between(started_after, s.sharp_at) + 0.00001
            as is_sharply_answered,
        a.is_answered
            and a.latency_max_days <= days_between(started_after, s.full_at) + 0.00001
            as is_answered_by_full
    from attempts a
    join attempts_settled s using (account_id, started_after, started_before)
),
within as (
    select
        account_id, days, 2 * count(*) filter (where is_sharp) >= count(*) as is_sharp,
        count(*) filter (where is_sharply_answered) as sharp_x,
        count(*) filter (where is_sharp and not is_unknown) as sharp_n,
        count(*) filter (where is_sharp and is_unknown) as sharp_u,
        count(*) filter (where is_sharply_answered and is_by_sitting) as sharp_sitting_x,
        count(*) filter (where is_sharp and is_by_sitting) as sharp_sitting_n,
        count(*) filter (where not is_sharp) as sharp_out,
        count(*) filter (where is_answered_by_full) as full_x,
        count(*) filter (where is_full and not is_unknown) as full_n,
        count(*) filter (where is_full and is_unknown) as full_u,
        count(*) filter (where is_answered_by_full and is_by_sitting) as full_sitting_x,
        count(*) filter (where is_full and is_by_sitting) as full_sitting_n,
        count(*) filter (where not is_full) as full_out
    from tried
    group by account_id, days
),
-- Those whose first follow answered the attempt, or may have; a later follow has no age of its own.
answers as (
    select a.account_id, a.user_id, a.is_unknown, a.is_by_sitting
    from attempts a
    join followers f on f.account_id = a.account_id and f.user_id = a.user_id and f.cohort_month is not null
    where a.outcome in ('followed_back', 'unknown') and f.first_seen_at > a.started_after
),
later as (
    select
        a.account_id,
        case k.age_days when retained_days() then 'retained_90' else 'retained_30' end as stage,
        a.is_unknown, a.is_by_sitting,
        k.is_retained as is_so
    from answers a
    join stay_groups s on s.account_id = a.account_id and s.user_id = a.user_id
    join retention_by_person k
        on k.account_id = s.account_id and k.user_id = s.representative_user_id
        and k.age_days in (youngest_retained_days(), retained_days()) and k.is_due
        and k.is_retained is not null
    union all
    select a.account_id, 'engaged_30', a.is_unknown, a.is_by_sitting, p.engaged_30
    from answers a
    join people_facts p on p.account_id = a.account_id and p.user_id = a.user_id and p.engaged_30 is not null
)
select
    account_id, 'followed_back' as stage, count(*) filter (where is_answered) as x,
    count(*) filter (where not is_unknown) as n,
    count(*) filter (where is_unknown) as x_unknown, count(*) filter (where is_unknown) as n_unknown,
    count(*) filter (where is_answered and is_by_sitting) as x_sitting,
    count(*) filter (where is_by_sitting) as n_sitting,
    cast(null as bigint) as left_out,
    cast(null as string) as note
from attempts
group by account_id
union all
select
    account_id, case days when soon_days() then 'followed_back_7' else 'followed_back_30' end,
    case when is_sharp then sharp_x else full_x end, case when is_sharp then sharp_n else full_n end,
    case when is_sharp then sharp_u else full_u end, case when is_sharp then sharp_u else full_u end,
    case when is_sharp then sharp_sitting_x else full_sitting_x end,
    case when is_sharp then sharp_sitting_n else full_sitting_n end,
    case when is_sharp then sharp_out else full_out end,
    case when not is_sharp then 'by the next full list' end
from within
union all
select
    account_id, stage, count(*) filter (where is_so and not is_unknown),
    count(*) filter (where not is_unknown),
    count(*) filter (where is_so and is_unknown), count(*) filter (where is_unknown),
    count(*) filter (where is_so and is_by_sitting), count(*) filter (where is_by_sitting), null, null
from later
group by account_id, stage
