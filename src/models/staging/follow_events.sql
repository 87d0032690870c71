-- Dated follows and unfollows as seen from each account; one row an account and event.
--
-- Where a network has records of follows, those that began between two of our looks are such events too.
--
-- direction: inbound where the account is followed, outbound where it follows
-- happened_after, happened_before: the window; after is null for a baseline; equal where is_exact
--
-- check: nobody follows themselves
select distinct
    account_id, event_id, kind,
    case when target_id = account_id then 'inbound' else 'outbound' end as direction,
    case when target_id = account_id then source_id else target_id end as user_id,
    "after" as happened_after, "before" as happened_before, coalesce(is_exact, false) as is_exact
from raw.events
where source_id <> target_id and (source_id = account_id or target_id = account_id)
union all
select
    account_id, 'record:' || record_key, 'follow', direction, user_id, happened_after, happened_before, false
from record_follows
