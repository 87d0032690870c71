-- Absences that is_mutual told within a run of such answers, where something else shows the follow between
-- its first and its last: only the ones between say when it was there; one row an account, direction, person
-- and answer.
--
-- direction: the one spoken of; told_at, snapshot_id: the answer, none of the run's ends. Of a list of which
--   only the date is known nobody knows when on that day it was
--
-- check: told_at is never null
with sighted as (
    select account_id, direction, user_id, first_at as seen_at from list_presence
    union
    select account_id, direction, user_id, last_at from list_presence
    union
    select account_id, direction, user_id, happened_before from follow_events where kind = 'follow'
),
spanned as (
    select distinct m.account_id, m.direction, m.user_id, m.first_at, m.last_at
    from mutual_runs m
    join sighted s on s.account_id = m.account_id and s.direction = m.direction and s.user_id = m.user_id
        and s.seen_at > m.first_at and s.seen_at < m.last_at
    where not m.is_present
)
select distinct s.account_id, s.direction, s.user_id, r.page_at as told_at, r.snapshot_id
from spanned s
join list_rows r on r.account_id = s.account_id and r.user_id = s.user_id and r.direction <> s.direction
    and r.page_at > s.first_at and r.page_at < s.last_at
where not r.is_mutual and r.sitting is null
