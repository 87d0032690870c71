-- What events tell of whether a follow was there at an instant; one row an account, direction, person and
-- observation.
--
-- observed_at, evidence_rank, is_present, may_end, absent_from, absent_by, snapshot_id, is_exact,
--   reported_by: see observations
--
-- An exact unfollow says that they had followed until then, but for one within minutes after another: two
-- clocks told of one.
--
-- check: a follow is told by its window and its event, an unfollow by its event
with unfollows as (
    select account_id, direction, user_id, event_id, happened_before
    from follow_events
    where kind = 'unfollow'
),
-- Few people unfollow more than once.
told_twice as (
    select distinct u.account_id, u.direction, u.user_id, u.event_id
    from unfollows u
    join unfollows e
        on e.account_id = u.account_id and e.direction = u.direction and e.user_id = u.user_id
        and e.happened_before < u.happened_before
        and minutes_after(e.happened_before, record_agreement_minutes()) >= u.happened_before
    left join follow_events f
        on f.account_id = u.account_id and f.direction = u.direction and f.user_id = u.user_id
        and f.kind = 'follow' and f.happened_before > e.happened_before
        and f.happened_before <= u.happened_before
    where f.event_id is null
),
-- Follows whose window opens while that of an earlier one may be open: it bounds no start of that one.
opened_late as (
    select distinct f.account_id, f.direction, f.user_id, f.event_id
    from follow_events f
    join follow_events e
        on e.account_id = f.account_id and e.direction = f.direction and e.user_id = f.user_id
        and e.kind = 'follow' and e.happened_before >= f.happened_after
        and coalesce(e.happened_after < f.happened_after, true)
    where f.kind = 'follow'
)
select
    e.account_id, e.direction, e.user_id, e.happened_after as observed_at,
    rank_at_instant('not_yet_followed') as evidence_rank, false as is_present, false as may_end,
    e.happened_after as absent_from, e.happened_after as absent_by, cast(null as string) as snapshot_id,
    e.is_exact, 'events' as reported_by
from follow_events e
left join opened_late o
    on o.account_id = e.account_id and o.direction = e.direction and o.user_id = e.user_id
    and o.event_id = e.event_id
where e.kind = 'follow' and e.happened_after is not null and o.event_id is null
union all
select
    account_id, direction, user_id,
    case when r.is_again then e.happened_before else coalesce(r.unfollowed_before, e.happened_before) end,
    rank_at_instant(case when coalesce(r.is_again, false) then 'followed_again' else 'followed' end), true,
    false, null, null, null, e.is_exact, 'events'
from follow_events e
left join refollows r using (account_id, direction, user_id, event_id)
where e.kind = 'follow'
union all
select
    e.account_id, e.direction, e.user_id, e.happened_before, rank_at_instant('still_followed'), true, false,
    null, null, null, e.is_exact,
    'events'
from follow_events e
left join unfollows_alone a
    on a.account_id = e.account_id and a.direction = e.direction and a.user_id = e.user_id
    and a.event_id = e.event_id
left join told_twice t
    on t.account_id = e.account_id and t.direction = e.direction and t.user_id = e.user_id
    and t.event_id = e.event_id
where e.kind = 'unfollow' and (e.is_exact or a.user_id is not null) and t.event_id is null
union all
select
    account_id, direction, user_id, happened_before, rank_at_instant('unfollowed'), false, true,
    happened_after, happened_before, null,
    is_exact, 'events'
from follow_events
where kind = 'unfollow'
