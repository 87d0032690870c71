-- Looks of a day of which only the date is known, at a person of whom an event within that day says the
-- opposite of what was seen; one row an account, direction, person, snapshot and answer.
--
-- A list or an answer with a bare date tells of some moment of its day. Where the day's last event is a
-- follow, who was not there was looked at before it; where it is an unfollow, so was who was there.
--
-- is_present: the answer that is moved
-- moved_at, moved_by: the window of that event, so far as it lies in the day
--
-- check: moved_at <= moved_by
with looks as (
    select account_id, snapshot_id, started_at, finished_at, explode(days) as day
    from (
        select
            account_id, snapshot_id, started_at, finished_at,
            days_up_to(day_start(started_at), finished_at) as days
        from lists
        where sitting is not null
    ) l
),
within as (
    select
        e.account_id, e.direction, e.user_id, l.snapshot_id, e.kind,
        greatest(coalesce(e.happened_after, l.started_at), l.started_at) as moved_at,
        e.happened_before as moved_by,
        row_number() over (
            partition by e.account_id, e.direction, e.user_id, l.snapshot_id
            order by e.happened_before desc, e.happened_after desc, e.event_id desc
        ) as nth_last
    from follow_events e
    join looks l
        on l.account_id = e.account_id and cast(l.day as date) = cast(e.happened_before as date)
        and l.started_at < e.happened_before and l.finished_at > e.happened_before
    -- Since when somebody follows who did before the first event, nobody knows.
    where e.kind = 'unfollow' or e.happened_after is not null
)
select
    account_id, direction, user_id, snapshot_id, kind = 'unfollow' as is_present, moved_at, moved_by
from within
where nth_last = 1
