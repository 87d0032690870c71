-- All that is known of whether a follow was there at an instant, shortened to what can move a bound; one row an
-- account, direction, person and observation.
--
-- observed_at, nth: the order of observations; is_present: whether the follow was there
-- may_end: an absence that ends a spell. A list before somebody's first row of that source bounds the start only:
--   other sources may show people whom this one does not (design §5)
-- absent_from, absent_by: an absence seen while a list was walked: the walk's begin bounds a start, its end an end
-- snapshot_id: where it was seen, null for events; is_exact: a point in time, from an event
--
-- check: `observed_at` is never null
with stint_bounds as (
    select
        s.*, f.snapshot_id as first_id, t.snapshot_id as last_id, t.next_complete_at, t.next_complete_id,
        -- A head counts as a list without somebody only if they arrived at the top of a list afterwards.
        case when r.standing = 'arrival' then f.prev_witness_at else f.prev_complete_at end as absent_at,
        case when r.standing = 'arrival' then f.prev_witness_id else f.prev_complete_id end as absent_id
    from stints s
    join lists f
        on f.account_id = s.account_id and f.direction = s.direction and f.source = s.source and f.seq = s.first_seq
    join lists t
        on t.account_id = s.account_id and t.direction = s.direction and t.source = s.source and t.seq = s.last_seq
    left join judged_rows r
        on r.account_id = s.account_id and r.snapshot_id = f.snapshot_id and r.list = f.list and r.user_id = s.user_id
),
everybody as (
    select account_id, direction, user_id from stints
    union
    select account_id, direction, user_id from mutual_runs where is_present
    union
    select account_id, direction, user_id from follow_events
)
select account_id, direction, user_id, first_at as observed_at, 5 as nth, true as is_present, false as may_end,
    cast(null as timestamp) as absent_from, cast(null as timestamp) as absent_by, first_id as snapshot_id, false as is_exact
from stint_bounds
union all
select account_id, direction, user_id, last_at, 5, true, false, null, null, last_id, false
from stint_bounds
where last_seq > first_seq
union all
select account_id, direction, user_id, absent_at, 1, false, false, absent_at, absent_at, absent_id, false
from stint_bounds
where absent_at is not null
union all
select b.account_id, b.direction, b.user_id, b.next_complete_at, 6, false, true, l.started_at, b.next_complete_at, b.next_complete_id, false
from stint_bounds b
join lists l on l.account_id = b.account_id and l.direction = b.direction and l.snapshot_id = b.next_complete_id
where b.next_complete_at is not null
union all
select m.account_id, m.direction, m.user_id, m.first_at, case when m.is_present then 5 else 4 end, m.is_present, not m.is_present,
    case when not m.is_present then m.first_at end, case when not m.is_present then m.first_at end, m.first_id, false
from mutual_runs m
join everybody e on e.account_id = m.account_id and e.direction = m.direction and e.user_id = m.user_id
union all
select m.account_id, m.direction, m.user_id, m.last_at, case when m.is_present then 5 else 4 end, m.is_present, not m.is_present,
    case when not m.is_present then m.last_at end, case when not m.is_present then m.last_at end, m.last_id, false
from mutual_runs m
join everybody e on e.account_id = m.account_id and e.direction = m.direction and e.user_id = m.user_id
where m.last_at > m.first_at
union all
select account_id, direction, user_id, happened_after, 2, false, false, happened_after, happened_after, null, is_exact
from follow_events
where kind = 'follow' and happened_after is not null
union all
select account_id, direction, user_id, happened_before, 3, true, false, null, null, null, is_exact
from follow_events
where kind = 'follow'
union all
select account_id, direction, user_id, happened_after, 7, true, false, null, null, null, is_exact
from follow_events
where kind = 'unfollow' and happened_after is not null
union all
select account_id, direction, user_id, happened_before, 8, false, true, happened_after, happened_before, null, is_exact
from follow_events
where kind = 'unfollow'
