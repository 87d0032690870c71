-- The complete lists around a follow that is_mutual showed and none of them did, though their source shows
-- all that is_mutual tells of: each lacks it; one row an account, direction, person, sighting and side.
--
-- side: before (the last list before the sighting), after (the first one since)
-- started_at, finished_at, snapshot_id: of that list
--
-- check: side is one of the two
with unlisted as (
    select m.account_id, m.direction, m.user_id, m.first_at, m.last_at
    from mutual_runs m
    left join list_presence s
        on s.account_id = m.account_id and s.direction = m.direction and s.user_id = m.user_id
        and s.lists_match_mutual
    where m.is_present and s.user_id is null
),
lacking as (
    select account_id, direction, snapshot_id, started_at, finished_at
    from lists
    where lists_match_mutual and verdict = 'complete'
),
lacking_before as (
    select
        u.account_id, u.direction, u.user_id, l.started_at, l.finished_at, l.snapshot_id,
        row_number() over (
            partition by u.account_id, u.direction, u.user_id, u.first_at
            order by l.started_at desc, l.snapshot_id desc
        ) as nth
    from unlisted u
    join lacking l
        on l.account_id = u.account_id and l.direction = u.direction and l.finished_at <= u.first_at
),
lacking_after as (
    select
        u.account_id, u.direction, u.user_id, l.started_at, l.finished_at, l.snapshot_id,
        row_number() over (
            partition by u.account_id, u.direction, u.user_id, u.first_at
            order by l.started_at, l.snapshot_id
        ) as nth
    from unlisted u
    join lacking l on l.account_id = u.account_id and l.direction = u.direction and l.started_at >= u.last_at
)
select account_id, direction, user_id, 'before' as side, started_at, finished_at, snapshot_id
from lacking_before
where nth = 1
union all
select account_id, direction, user_id, 'after', started_at, finished_at, snapshot_id
from lacking_after
where nth = 1
