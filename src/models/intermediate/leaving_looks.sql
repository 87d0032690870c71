-- Looks at the followers of an account that would have shown who had left; one row an account and look. No
-- row where no source records that people leave: then nobody is known to have left.
--
-- from_at, to_at: the end of a complete list, both; or the begin and the end of listening
--
-- check: from_at <= to_at
select account_id, finished_at as from_at, finished_at as to_at
from lists
where direction = 'inbound' and verdict = 'complete'
union all
select account_id, from_at, to_at from watches where not is_additions_only
