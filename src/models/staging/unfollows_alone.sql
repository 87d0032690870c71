-- Unfollows of people whom nothing else shows to have followed by then; one row an account, direction,
-- person and event.
--
-- An unfollow that was told late says that they had followed before, not when. Only where nothing else shows
--   them is
-- its own window all there is.
--
-- check: every event is an unfollow
with shown as (
    select account_id, direction, user_id, min(first_at) as shown_at
    from mutual_runs
    where is_present
    group by account_id, direction, user_id
)
select e.account_id, e.direction, e.user_id, e.event_id
from follow_events e
left join list_presence s
    on s.account_id = e.account_id and s.direction = e.direction and s.user_id = e.user_id
    and s.first_at <= e.happened_before
left join shown m
    on m.account_id = e.account_id and m.direction = e.direction and m.user_id = e.user_id
    and m.shown_at <= e.happened_before
left join follow_events f
    on f.account_id = e.account_id and f.direction = e.direction and f.user_id = e.user_id
    and f.kind = 'follow'
    and f.happened_before <= e.happened_before
where e.kind = 'unfollow' and s.user_id is null and m.user_id is null and f.user_id is null
