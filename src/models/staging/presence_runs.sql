-- Observations put together into unbroken presence, with the windows of its start and its end; one row an account,
-- direction, person and run.
--
-- start_after, start_before; end_after, end_before: the windows; start_after is null where nobody saw them absent
--   before, end_before where nobody saw them absent since
-- *_id: the snapshot of each bound, null for events
-- is_exact_start, is_exact_end: the bound is a point in time, from an event
--
-- check: start_before <= end_after
with ordered as (
    select
        *,
        -- An absence that may not end a spell says nothing of whether the follow was there.
        last_value(case when is_present or may_end then is_present end ignore nulls) over earlier as was_present,
        last_value(case when not is_present then absent_from end ignore nulls) over earlier as absent_from_then,
        last_value(case when not is_present then coalesce(snapshot_id, '') end ignore nulls) over earlier as absent_id_then
    from observations
    window earlier as (
        partition by account_id, direction, user_id order by observed_at, nth, snapshot_id
        rows between unbounded preceding and 1 preceding
    )
),
numbered as (
    select
        *,
        is_present and not coalesce(was_present, false) as is_start,
        not is_present and may_end and coalesce(was_present, false) as is_end,
        sum(case when is_present and not coalesce(was_present, false) then 1 else 0 end) over (
            partition by account_id, direction, user_id order by observed_at, nth, snapshot_id rows unbounded preceding
        ) as run
    from ordered
),
last_seen as (
    select account_id, direction, user_id, run, observed_at, snapshot_id,
        row_number() over (partition by account_id, direction, user_id, run order by observed_at desc, nth desc, snapshot_id desc) as nth_last
    from numbered
    where is_present
)
select
    n.account_id, n.direction, n.user_id, cast(n.run as bigint) as run,
    max(case when n.is_start then n.absent_from_then end) as start_after,
    max(case when n.is_start then n.observed_at end) as start_before,
    max(case when n.is_start then nullif(n.absent_id_then, '') end) as start_after_id,
    max(case when n.is_start then n.snapshot_id end) as start_before_id,
    max(l.observed_at) as end_after,
    max(case when n.is_end then n.absent_by end) as end_before,
    max(l.snapshot_id) as end_after_id,
    max(case when n.is_end then n.snapshot_id end) as end_before_id,
    coalesce(bool_or(n.is_exact) filter (where n.is_start), false) as is_exact_start,
    coalesce(bool_or(n.is_exact) filter (where n.is_end), false) as is_exact_end,
    coalesce(bool_or(n.is_end and n.snapshot_id is null), false) as is_unfollow_event
from numbered n
join last_seen l
    on l.account_id = n.account_id and l.direction = n.direction and l.user_id = n.user_id and l.run = n.run and l.nth_last = 1
where n.run > 0
group by n.account_id, n.direction, n.user_id, n.run
