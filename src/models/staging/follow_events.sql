-- Dated follows and unfollows as seen from each account; one row an account and event.
--
-- Where a network has records of follows, those that began between two of our looks are such events too.
-- What is told twice counts once, as it is told more exactly: the day that a log names beside the moment at
-- which a listener heard of it.
--
-- direction: inbound where the account is followed, outbound where it follows
-- happened_after, happened_before: the window; after is null for a baseline; equal where is_exact
--
-- check: nobody follows themselves
with told as (
    select distinct
        account_id, event_id, kind,
        case when target_id = account_id then 'inbound' else 'outbound' end as direction,
        case when target_id = account_id then source_id else target_id end as user_id,
        "after" as happened_after, "before" as happened_before, coalesce(is_exact, false) as is_exact
    from raw.events
    where source_id <> target_id and (source_id = account_id or target_id = account_id)
    union all
    select
        account_id, 'record:' || record_key, 'follow', direction, user_id, happened_after, happened_before,
        false
    from record_follows
),
-- Somebody may have two records of one follow. Where one was deleted, and the next answer names another that
-- had been made before, they followed all the time.
still_followed as (
    select distinct e.account_id, e.direction, e.user_id, e.event_id
    from told e
    join follow_records r
        on r.account_id = e.account_id and r.direction = e.direction and r.user_id = e.user_id
        and r.is_replaced and r.dated_at < e.happened_after and r.first_at >= e.happened_before
    where e.kind = 'unfollow'
),
counted as (
    select t.*
    from told t
    left join still_followed s
        on s.account_id = t.account_id and s.direction = t.direction and s.user_id = t.user_id
        and s.event_id = t.event_id and t.kind = 'unfollow'
    where s.event_id is null
),
-- Few people are told of more than once.
several as (
    select account_id, direction, user_id, kind
    from counted
    group by account_id, direction, user_id, kind
    having count(*) > 1
),
of_several as (
    select account_id, direction, user_id, kind, t.event_id, t.happened_after, t.happened_before
    from counted t
    join several s using (account_id, direction, user_id, kind)
),
told_better as (
    select distinct
        w.account_id, w.direction, w.user_id, w.kind, w.event_id, w.happened_after, w.happened_before
    from of_several w
    join of_several n
        on n.account_id = w.account_id and n.direction = w.direction and n.user_id = w.user_id
        and n.kind = w.kind
        and n.happened_after >= w.happened_after and n.happened_before <= w.happened_before
        and (n.happened_after > w.happened_after or n.happened_before < w.happened_before)
)
select
    t.account_id, t.event_id, t.kind, t.direction, t.user_id, t.happened_after, t.happened_before, t.is_exact
from counted t
left join told_better b
    on b.account_id = t.account_id and b.direction = t.direction and b.user_id = t.user_id
    and b.kind = t.kind and b.event_id = t.event_id and b.happened_after = t.happened_after
    and b.happened_before = t.happened_before
where b.event_id is null
