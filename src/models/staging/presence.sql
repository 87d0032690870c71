-- Observations put together into unbroken presence, with the windows of its start and its end; one row an
-- account, direction, person and run.
--
-- start_after, start_before; end_after, end_before: the windows; start_after is null where nobody saw them
--   absent before, end_before where nobody saw them absent since
-- *_id: the snapshot of each bound, null for events
-- is_exact_start, is_exact_end: the bound is a point in time, from an event
-- is_unfollow_event: an unfollow was seen as such
--
-- check: start_before <= end_after
with unbroken as (
    select
        o.*, p.first_at, p.last_at,
        sighting(o.absent_from, coalesce(o.snapshot_id, ''), o.is_exact) as began,
        sighting(o.absent_by, coalesce(o.snapshot_id, ''), o.is_exact) as ended
    from observations o
    join presence_spans p using (account_id, direction, user_id)
    where not p.is_broken and p.first_at is not null
),
-- A bound with its snapshot, the latest or the earliest by time, then by name: max and min of the pair.
bounds as (
    select
        account_id, direction, user_id, first_at, last_at,
        max(began) filter (where not is_present and observed_at <= first_at) as absent_before,
        min(ended) filter (where not is_present and may_end and observed_at > last_at) as absent_after,
        max(coalesce(snapshot_id, '')) filter (where is_present and observed_at = first_at) as first_id,
        max(coalesce(snapshot_id, '')) filter (where is_present and observed_at = last_at) as last_id,
        bool_or(is_exact) filter (where is_present and observed_at = first_at) as is_exact_start
    from unbroken
    group by account_id, direction, user_id, first_at, last_at
),
last_seen as (
    select
        account_id, direction, user_id, run, observed_at, snapshot_id,
        row_number() over (
            partition by
                account_id, direction, user_id, run order by observed_at desc, evidence_rank desc,
                snapshot_id desc
        ) as nth_last
    from presence_steps
    where is_present
)
select
    account_id, direction, user_id, cast(1 as bigint) as run,
    absent_at as start_after, first_at as start_before, last_at as end_after, next_complete_at as end_before,
    absent_id as start_after_id, first_id as start_before_id, last_id as end_after_id,
    next_complete_id as end_before_id,
    false as is_exact_start, false as is_exact_end, false as is_unfollow_event
from list_presence_bounds
where is_plain
union all
select
    account_id, direction, user_id, cast(1 as bigint) as run,
    absent_before.at as start_after, first_at as start_before, last_at as end_after,
    absent_after.at as end_before,
    nullif(absent_before.id, '') as start_after_id, nullif(first_id, '') as start_before_id,
    nullif(last_id, '') as end_after_id, nullif(absent_after.id, '') as end_before_id,
    coalesce(is_exact_start, false) as is_exact_start,
    coalesce(absent_after.is_exact, false) as is_exact_end,
    coalesce(absent_after.id = '', false) as is_unfollow_event
from bounds
union all
select
    n.account_id, n.direction, n.user_id, cast(n.run as bigint),
    max(case when n.is_start then n.absent_then.at end),
    max(case when n.is_start then n.observed_at end),
    max(l.observed_at),
    max(case when n.is_end then n.absent_by end),
    max(case when n.is_start then nullif(n.absent_then.id, '') end),
    max(case when n.is_start then n.snapshot_id end),
    max(l.snapshot_id),
    max(case when n.is_end then n.snapshot_id end),
    coalesce(bool_or(n.is_exact) filter (where n.is_start), false),
    coalesce(bool_or(n.is_exact) filter (where n.is_end), false),
    coalesce(bool_or(n.is_end and n.snapshot_id is null), false)
from presence_steps n
join last_seen l
    on l.account_id = n.account_id and l.direction = n.direction and l.user_id = n.user_id and l.run = n.run
    and l.nth_last = 1
where n.run > 0
group by n.account_id, n.direction, n.user_id, n.run
