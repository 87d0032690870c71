-- What events tell of whether a follow was there at an instant; one row an account, direction, person and
-- observation.
--
-- observed_at, evidence_rank, is_present, may_end, absent_from, absent_by, snapshot_id, is_exact,
--   reported_by: see observations
--
-- check: a follow is told by its window and its event, an unfollow by its event
select
    account_id, direction, user_id, happened_after as observed_at,
    rank_at_instant('not_yet_followed') as evidence_rank, false as is_present, false as may_end,
    happened_after as absent_from, happened_after as absent_by, cast(null as string) as snapshot_id,
    is_exact, 'events' as reported_by
from follow_events
where kind = 'follow' and happened_after is not null
union all
select
    account_id, direction, user_id, happened_before, rank_at_instant('followed'), true, false, null, null,
    null, is_exact, 'events'
from follow_events
where kind = 'follow'
union all
select
    e.account_id, e.direction, e.user_id, e.happened_before, rank_at_instant('still_followed'), true, false,
    null, null, null, e.is_exact,
    'events'
from follow_events e
left join unfollows_alone a
    on a.account_id = e.account_id and a.direction = e.direction and a.user_id = e.user_id
    and a.event_id = e.event_id
where e.kind = 'unfollow' and (e.is_exact or a.user_id is not null)
union all
select
    account_id, direction, user_id, happened_before, rank_at_instant('unfollowed'), false, true,
    happened_after, happened_before, null,
    is_exact, 'events'
from follow_events
where kind = 'unfollow'
