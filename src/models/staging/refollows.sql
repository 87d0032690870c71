-- Follows whose window holds an unfollow of the same person, as where a log names days, and which came
-- first; one row an account, direction, person and event.
--
-- is_again: they had followed before, so the unfollow came first
-- unfollowed_before: the end of the unfollow's window: by then they had followed, where is_again is false
--
-- check: every event is a follow
with paired as (
    select
        f.account_id, f.direction, f.user_id, f.event_id, f.happened_after,
        min(u.happened_before) as unfollowed_before
    from follow_events f
    join follow_events u
        on u.account_id = f.account_id and u.direction = f.direction and u.user_id = f.user_id
        and u.kind = 'unfollow' and u.happened_after >= f.happened_after
        and u.happened_before > f.happened_after and u.happened_before <= f.happened_before
    where f.kind = 'follow' and f.happened_after < f.happened_before
    group by f.account_id, f.direction, f.user_id, f.event_id, f.happened_after
),
-- What was known by then: when they were last there, and last not.
known as (
    select
        p.account_id, p.direction, p.user_id, p.event_id,
        case when e.kind = 'follow' then e.happened_before end as there_at,
        case when e.kind = 'unfollow' then e.happened_before end as gone_at
    from paired p
    join follow_events e
        on e.account_id = p.account_id and e.direction = p.direction and e.user_id = p.user_id
        and e.happened_before <= p.happened_after
    union all
    select
        p.account_id, p.direction, p.user_id, p.event_id, least(b.last_at, p.happened_after),
        case when b.next_complete_at <= p.happened_after then b.next_complete_at end
    from paired p
    join list_presence_bounds b
        on b.account_id = p.account_id and b.direction = p.direction and b.user_id = p.user_id
        and b.first_at <= p.happened_after
),
there as (
    select account_id, direction, user_id, event_id, true as is_again
    from known
    group by account_id, direction, user_id, event_id
    having max(there_at) is not null and (max(gone_at) is null or max(there_at) > max(gone_at))
)
select
    account_id, direction, user_id, event_id, coalesce(t.is_again, false) as is_again, p.unfollowed_before
from paired p
left join there t using (account_id, direction, user_id, event_id)
