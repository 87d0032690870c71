-- Every stint with the lists on either side of it; one row a person, direction, source and stint.
--
-- first_id, last_id: the snapshots of the first and the last list that show them
-- absent_at, absent_id: the latest list before that would have shown them: its begin and its snapshot; null
--   where their follow was first named then, and hidden: its window tells, see record_follows
-- next_complete_at, next_complete_id: the first complete list after it
-- is_plain: nothing else is told of that follow, and time runs forward: its presence is this stint
--
-- check: a plain stint is the person's only one in that direction
with placed as (
    select
        s.*, f.snapshot_id as first_id, t.snapshot_id as last_id, t.next_complete_at, t.next_complete_id,
        -- A head counts as a list without somebody only if they arrived at the top of a list afterwards.
        case when r.standing = 'arrival' then f.prev_witness_at else f.prev_complete_at end as absent_at,
        case when r.standing = 'arrival' then f.prev_witness_id else f.prev_complete_id end as absent_id
    from list_presence s
    join lists f
        on f.account_id = s.account_id and f.direction = s.direction and f.source = s.source
        and f.list_number = s.first_number
    join lists t
        on t.account_id = s.account_id and t.direction = s.direction and t.source = s.source
        and t.list_number = s.last_number
    left join judged_rows r
        on r.account_id = s.account_id and r.snapshot_id = f.snapshot_id and r.list = f.list
        and r.user_id = s.user_id
),
bounds as (
    select
        p.account_id, p.direction, p.user_id, p.source, p.stint, p.first_number, p.last_number, p.first_at,
        p.last_at, p.lists_match_mutual, p.first_id, p.last_id, p.next_complete_at, p.next_complete_id,
        case when r.user_id is null then p.absent_at end as absent_at,
        case when r.user_id is null then p.absent_id end as absent_id
    from placed p
    left join follow_records r
        on r.account_id = p.account_id and r.direction = p.direction and r.user_id = p.user_id
        and r.first_id = p.absent_id and r.is_hidden and r.asked_before_at is not null
),
contested as (
    select account_id, direction, user_id
    from list_presence
    group by account_id, direction, user_id
    having count(*) > 1
    union
    select account_id, direction, user_id from mutual_runs
    union
    select account_id, direction, user_id from follow_events
)
select
    b.*,
    c.user_id is null and (b.first_number = b.last_number or b.first_at < b.last_at)
        and coalesce(b.absent_at <= b.first_at, true)
        and coalesce(b.next_complete_at > b.last_at, true) as is_plain
from bounds b
left join contested c on c.account_id = b.account_id and c.direction = b.direction and c.user_id = b.user_id
