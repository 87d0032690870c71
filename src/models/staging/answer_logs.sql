-- Logs that tell who followed an account: whoever keeps one looks at whom they followed; one row an account
-- and snapshot.
--
-- last_at: the end of the last follow or unfollow in it, of either direction
--
-- check: last_at is never null
select account_id, snapshot_id, max("before") as last_at
from raw.events
where source_id = account_id or target_id = account_id
group by account_id, snapshot_id
having bool_or(target_id = account_id and kind = 'follow')
