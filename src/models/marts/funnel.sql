-- What became of the account's attempts to win followers by following them first, stage by stage; one row an account
-- and stage.
--
-- step, stage: 1 attempted, 2 followed_back_7, 3 followed_back_30, 4 followed_back (at all), 5 kept_30, 6 kept_90,
--   7 engaged_30 (with the brand), 8 visited; of_stage: the stage whose attempts are the denominator
-- x, n: attempts certainly begun before the person followed: how many of how many (attempted has x alone). n holds
--   everybody who never followed back; of within-d stages whoever was tried d days or more before the last list; of the
--   later ones those who followed back and whose age is observable
-- share, low, high: x / n with Wilson's 95 % interval
-- x_unknown, n_unknown: the same of attempts whose order is not known; range_low, range_high: without and with them
-- left_out: attempts of a within-d stage left out because the lists around them were too far apart
-- of_attempted, of_attempted_low, of_attempted_high: share times that of followed_back, and its range: of everybody tried
-- note: by the next full list (where most lists are further apart than d / 7), or why there is no figure
--
-- check: x <= n
-- check: share lies between range_low and range_high
with attempts as (
    select
        account_id, user_id, started_after, started_before, latency_max_days, outcome, outcome = 'unknown' as is_unknown,
        outcome = 'followed_back' as is_answered
    from outreach
),
witnesses as (
    select account_id, finished_at, verdict from lists where direction = 'inbound' and verdict in ('complete', 'head')
),
last_looks as (
    select account_id, max(seen_at) as last_at
    from (
        select account_id, finished_at as seen_at from witnesses
        union all
        select account_id, to_at from watches
    ) l
    group by account_id
),
due as (
    select
        s.account_id, s.started_after, s.started_before, d.days, days_after(s.started_before, d.days) as due_at,
        -- An hour or so for the minutes that walks drift by.
        d.days / 14.0 + 0.05 as tolerance_days, days_between(s.started_after, s.started_before) <= d.days / 7.0 + 0.05 as is_narrow
    from (select distinct account_id, started_after, started_before from attempts) s
    cross join (select 7 as days union all select 30) d
),
near as (
    select
        d.account_id, d.started_after, d.started_before, d.days, w.finished_at,
        row_number() over (
            partition by d.account_id, d.started_after, d.started_before, d.days
            order by abs(days_between(d.due_at, w.finished_at)), w.finished_at
        ) as nth
    from due d
    join witnesses w
        on w.account_id = d.account_id and w.finished_at >= days_after(d.due_at, -d.tolerance_days)
        and w.finished_at <= days_after(d.due_at, d.tolerance_days)
    where d.is_narrow
),
listened as (
    select distinct d.account_id, d.started_after, d.started_before, d.days
    from due d
    join watches w on w.account_id = d.account_id and w.has_baseline and w.from_at <= d.started_after and w.to_at >= d.due_at
),
-- A walk may come some hours early and is still the next one.
full_lists as (
    select d.account_id, d.started_after, d.started_before, d.days, min(w.finished_at) as finished_at
    from due d
    join witnesses w on w.account_id = d.account_id and w.verdict = 'complete' and w.finished_at >= days_after(d.due_at, -0.5)
    group by d.account_id, d.started_after, d.started_before, d.days
),
-- When "within d days" was settled: sharply where lists stood close, else by the next full list.
settled as (
    select
        d.account_id, d.started_after, d.started_before, d.days,
        case when e.account_id is not null then d.due_at else n.finished_at end as sharp_at, f.finished_at as full_at
    from due d
    join last_looks l on l.account_id = d.account_id and l.last_at >= days_after(d.due_at, -0.5)
    left join near n
        on n.account_id = d.account_id and n.started_after = d.started_after and n.started_before = d.started_before and n.days = d.days
        and n.nth = 1
    left join listened e
        on e.account_id = d.account_id and e.started_after = d.started_after and e.started_before = d.started_before and e.days = d.days
    left join full_lists f
        on f.account_id = d.account_id and f.started_after = d.started_after and f.started_before = d.started_before and f.days = d.days
),
tried as (
    select
        a.account_id, s.days, a.is_unknown, s.sharp_at is not null as is_sharp, s.full_at is not null as is_full,
        -- Latencies are rounded to the sixth digit of a day.
        a.is_answered and a.latency_max_days <= days_between(a.started_after, s.sharp_at) + 0.00001 as is_sharply_answered,
        a.is_answered and a.latency_max_days <= days_between(a.started_after, s.full_at) + 0.00001 as is_answered_by_full
    from attempts a
    join settled s on s.account_id = a.account_id and s.started_after = a.started_after and s.started_before = a.started_before
),
within as (
    select
        account_id, days, 2 * count(*) filter (where is_sharp) >= count(*) as is_sharp,
        count(*) filter (where is_sharply_answered) as sharp_x, count(*) filter (where is_sharp and not is_unknown) as sharp_n,
        count(*) filter (where is_sharp and is_unknown) as sharp_u, count(*) filter (where not is_sharp) as sharp_out,
        count(*) filter (where is_answered_by_full) as full_x, count(*) filter (where is_full and not is_unknown) as full_n,
        count(*) filter (where is_full and is_unknown) as full_u, count(*) filter (where not is_full) as full_out
    from tried
    group by account_id, days
),
-- Those whose first follow answered the attempt, or may have; a later follow has no age of its own.
answers as (
    select a.account_id, a.user_id, a.is_unknown
    from attempts a
    join followers f on f.account_id = a.account_id and f.user_id = a.user_id and f.cohort_month is not null
    where a.outcome in ('followed_back', 'unknown') and f.first_seen_at > a.started_after
),
later as (
    select a.account_id, case k.age_days when 30 then 'kept_30' else 'kept_90' end as stage, a.is_unknown, k.is_kept as is_so
    from answers a
    join stays s on s.account_id = a.account_id and s.user_id = a.user_id
    join kept k
        on k.account_id = s.account_id and k.user_id = s.like_user_id and k.age_days in (30, 90) and k.is_due and k.is_kept is not null
    union all
    select a.account_id, 'engaged_30', a.is_unknown, p.engaged_30
    from answers a
    join people_facts p on p.account_id = a.account_id and p.user_id = a.user_id and p.engaged_30 is not null
),
counts as (
    select
        account_id, 'followed_back' as stage, count(*) filter (where is_answered) as x, count(*) filter (where not is_unknown) as n,
        count(*) filter (where is_unknown) as x_unknown, count(*) filter (where is_unknown) as n_unknown, cast(null as bigint) as left_out,
        cast(null as varchar) as note
    from attempts
    group by account_id
    union all
    select
        account_id, case days when 7 then 'followed_back_7' else 'followed_back_30' end,
        case when is_sharp then sharp_x else full_x end, case when is_sharp then sharp_n else full_n end,
        case when is_sharp then sharp_u else full_u end, case when is_sharp then sharp_u else full_u end,
        case when is_sharp then sharp_out else full_out end, case when not is_sharp then 'by the next full list' end
    from within
    union all
    select
        account_id, stage, count(*) filter (where is_so and not is_unknown), count(*) filter (where not is_unknown),
        count(*) filter (where is_so and is_unknown), count(*) filter (where is_unknown), null, null
    from later
    group by account_id, stage
),
stages as (
    select *
    from (
        values
            (1, 'attempted', null), (2, 'followed_back_7', 'attempted'), (3, 'followed_back_30', 'attempted'),
            (4, 'followed_back', 'attempted'), (5, 'kept_30', 'followed_back'), (6, 'kept_90', 'followed_back'),
            (7, 'engaged_30', 'followed_back'), (8, 'visited', 'followed_back')
    ) as s(step, stage, of_stage)
),
figures as (
    select
        t.account_id, s.step, s.stage, s.of_stage, t.x as answered, t.n as tried, t.n_unknown as undecided,
        case when s.stage = 'attempted' then t.n when s.stage <> 'visited' then coalesce(c.x, 0) end as x,
        case when s.stage not in ('attempted', 'visited') then coalesce(c.n, 0) end as n,
        case when s.stage = 'attempted' then t.n_unknown when s.stage <> 'visited' then coalesce(c.x_unknown, 0) end as x_unknown,
        case when s.stage not in ('attempted', 'visited') then coalesce(c.n_unknown, 0) end as n_unknown, c.left_out,
        case
            when s.stage = 'visited' or s.stage = 'engaged_30' and not a.has_engagement then 'not collected'
            when s.stage in ('kept_30', 'kept_90') and not a.is_retention_recorded then 'not recorded by this source'
            when s.step between 2 and 7 and coalesce(c.n, 0) = 0 then 'nobody observed for so long yet'
            else c.note
        end as note
    from counts t
    join accounts a on a.account_id = t.account_id
    cross join stages s
    left join counts c on c.account_id = t.account_id and c.stage = s.stage
    where t.stage = 'followed_back'
)
select
    account_id, cast(step as integer) as step, stage, of_stage, x, n,
    share_of(x, n) as share, wilson_low(x, n) as low, wilson_high(x, n) as high,
    case when n > 0 then least(share_of(x, n), share_of(x + x_unknown, n + n_unknown)) end as range_low,
    case when n > 0 then greatest(share_of(x, n), share_of(x + x_unknown, n + n_unknown)) end as range_high,
    x_unknown, n_unknown, left_out,
    case when of_stage = 'attempted' then share_of(x, n) else round(share_of(x, n) * share_of(answered, tried), 10) end as of_attempted,
    case
        when n > 0 and of_stage = 'attempted' then least(share_of(x, n), share_of(x + x_unknown, n + n_unknown))
        when n > 0 then round(
            least(share_of(x, n) * share_of(answered, tried),
                share_of(x + x_unknown, n + n_unknown) * share_of(answered + undecided, tried + undecided)), 10)
    end as of_attempted_low,
    case
        when n > 0 and of_stage = 'attempted' then greatest(share_of(x, n), share_of(x + x_unknown, n + n_unknown))
        when n > 0 then round(
            greatest(share_of(x, n) * share_of(answered, tried),
                share_of(x + x_unknown, n + n_unknown) * share_of(answered + undecided, tried + undecided)), 10)
    end as of_attempted_high,
    note
from figures
order by account_id, step
