-- Until when somebody looked at the followers of an account, so that who had begun to follow would have
-- shown; one row an account.
--
-- looked_to: in a complete list or head, while listening, or in lists that tell of the other direction;
--   is_told: a log says who followed back, and so of the others that they did not
--
-- check: an account stands once
with looks as (
    select account_id, finished_at as looked_at, false as is_told
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    union all
    select account_id, to_at, false from watches
    union all
    select account_id, last_at, false from mutual_runs where direction = 'inbound'
    union all
    select distinct account_id, cast(null as timestamp), true from follow_events where direction = 'inbound'
)
select account_id, max(looked_at) as looked_to, bool_or(is_told) as is_told
from looks
group by account_id
