-- Follows that lie in the same window as an unfollow of the same person, as where a log names days, who had
-- followed before it: so the unfollow came first; one row an account, direction, person and event.
--
-- check: every event is a follow
with paired as (
    select
        f.account_id, f.direction, f.user_id, f.event_id, f.happened_after
    from follow_events f
    join follow_events u
        on u.account_id = f.account_id and u.direction = f.direction and u.user_id = f.user_id
        and u.kind = 'unfollow' and u.happened_after = f.happened_after
        and u.happened_before = f.happened_before
    where f.kind = 'follow' and f.happened_after < f.happened_before
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
)
select account_id, direction, user_id, event_id
from known
group by account_id, direction, user_id, event_id
having max(there_at) is not null and (max(gone_at) is null or max(there_at) > max(gone_at))
