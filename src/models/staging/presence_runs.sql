-- Observations put together into unbroken presence, with the windows of its start and its end; one row an account,
-- direction, person and run.
--
-- start_after, start_before; end_after, end_before: the windows; start_after is null where nobody saw them absent
--   before, end_before where nobody saw them absent since
-- *_id: the snapshot of each bound, null for events
-- is_exact_start, is_exact_end: the bound is a point in time, from an event
-- is_unfollow_event: an unfollow was seen as such
--
-- check: start_before <= end_after
with people as (
    select
        account_id, direction, user_id,
        min(observed_at) filter (where is_present) as first_at, max(observed_at) filter (where is_present) as last_at
    from observations
    group by account_id, direction, user_id
),
-- Only those seen absent between two sightings can have more than one run, and only they need windows.
broken as (
    select distinct o.account_id, o.direction, o.user_id
    from observations o
    join people p on p.account_id = o.account_id and p.direction = o.direction and p.user_id = o.user_id
    where not o.is_present and o.may_end and o.observed_at >= p.first_at and o.observed_at <= p.last_at
),
unbroken as (
    select o.*, p.first_at, p.last_at
    from observations o
    join people p on p.account_id = o.account_id and p.direction = o.direction and p.user_id = o.user_id
    left join broken b on b.account_id = o.account_id and b.direction = o.direction and b.user_id = o.user_id
    where b.user_id is null and p.first_at is not null
),
-- A bound with its snapshot, the latest or the earliest by time, then by name: max and min of the pair.
bounds as (
    select
        account_id, direction, user_id, first_at, last_at,
        max({'at': absent_from, 'id': coalesce(snapshot_id, '')}) filter (where not is_present and observed_at <= first_at) as absent_before,
        min({'at': absent_by, 'id': coalesce(snapshot_id, ''), 'is_exact': is_exact})
            filter (where not is_present and may_end and observed_at > last_at) as absent_after,
        max(coalesce(snapshot_id, '')) filter (where is_present and observed_at = first_at) as first_id,
        max(coalesce(snapshot_id, '')) filter (where is_present and observed_at = last_at) as last_id,
        bool_or(is_exact) filter (where is_present and observed_at = first_at) as is_exact_start
    from unbroken
    group by account_id, direction, user_id, first_at, last_at
),
-- Stints and runs of answers are told by their ends. Where somebody else may have seen a break in between, every row
-- counts.
mixed as (
    select o.account_id, o.direction, o.user_id
    from observations o
    join broken b on b.account_id = o.account_id and b.direction = o.direction and b.user_id = o.user_id
    group by o.account_id, o.direction, o.user_id
    having min(o.teller) <> max(o.teller) or max(o.teller) in ('mutual', 'events')
),
every_row as (
    select w.account_id, l.direction, w.user_id, w.page_at, w.snapshot_id, w.is_mutual
    from (
        select 'followers' as list, r.account_id, r.snapshot_id, r.user_id, r.page_at, r.is_mutual
        from raw.followers r
        join (select distinct account_id, user_id from mixed) m on m.account_id = r.account_id and m.user_id = r.user_id
        union all
        select 'following', r.account_id, r.snapshot_id, r.user_id, r.page_at, r.is_mutual
        from raw.following r
        join (select distinct account_id, user_id from mixed) m on m.account_id = r.account_id and m.user_id = r.user_id
    ) w
    join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = w.list
),
told as (
    select o.account_id, o.direction, o.user_id, o.observed_at, o.nth, o.is_present, o.may_end, o.absent_from, o.absent_by, o.snapshot_id, o.is_exact
    from observations o
    join broken b on b.account_id = o.account_id and b.direction = o.direction and b.user_id = o.user_id
    union
    select r.account_id, r.direction, r.user_id, r.page_at, 5, true, false, null, null, r.snapshot_id, false
    from every_row r
    join mixed m on m.account_id = r.account_id and m.direction = r.direction and m.user_id = r.user_id
    union
    select
        r.account_id, m.direction, r.user_id, r.page_at, case when r.is_mutual then 5 else 4 end, r.is_mutual, not r.is_mutual,
        case when not r.is_mutual then r.page_at end, case when not r.is_mutual then r.page_at end, r.snapshot_id, false
    from every_row r
    join mixed m on m.account_id = r.account_id and m.direction <> r.direction and m.user_id = r.user_id
    where r.is_mutual is not null
),
ordered as (
    select
        o.*,
        -- An absence that may not end a spell says nothing of whether the follow was there.
        last_value(case when o.is_present or o.may_end then o.is_present end ignore nulls) over earlier as was_present,
        max(case when not o.is_present then {'at': o.absent_from, 'id': coalesce(o.snapshot_id, '')} end) over earlier as absent_then
    from told o
    window earlier as (
        partition by o.account_id, o.direction, o.user_id order by o.observed_at, o.nth, o.snapshot_id
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
    select
        account_id, direction, user_id, run, observed_at, snapshot_id,
        row_number() over (
            partition by account_id, direction, user_id, run order by observed_at desc, nth desc, snapshot_id desc
        ) as nth_last
    from numbered
    where is_present
)
select
    account_id, direction, user_id, cast(1 as bigint) as run,
    absent_at as start_after, first_at as start_before, last_at as end_after, next_complete_at as end_before,
    absent_id as start_after_id, first_id as start_before_id, last_id as end_after_id, next_complete_id as end_before_id,
    false as is_exact_start, false as is_exact_end, false as is_unfollow_event
from stint_bounds
where is_plain
union all
select
    account_id, direction, user_id, cast(1 as bigint) as run,
    absent_before.at as start_after, first_at as start_before, last_at as end_after, absent_after.at as end_before,
    nullif(absent_before.id, '') as start_after_id, nullif(first_id, '') as start_before_id,
    nullif(last_id, '') as end_after_id, nullif(absent_after.id, '') as end_before_id,
    coalesce(is_exact_start, false) as is_exact_start, coalesce(absent_after.is_exact, false) as is_exact_end,
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
from numbered n
join last_seen l
    on l.account_id = n.account_id and l.direction = n.direction and l.user_id = n.user_id and l.run = n.run and l.nth_last = 1
where n.run > 0
group by n.account_id, n.direction, n.user_id, n.run
