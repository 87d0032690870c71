-- When followers of an account were last looked at; one row an account.
--
-- last_at: the end of the last complete list or newest part of one, of events that were listened to, or the
--   last follow that a log tells of
--
-- check: an account stands once
select account_id, max(looked_at) as last_at
from (
    select account_id, finished_at as looked_at
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    union all
    select account_id, to_at from watches
    union all
    select account_id, start_before from spells where direction = 'inbound'
) as looks
group by account_id
