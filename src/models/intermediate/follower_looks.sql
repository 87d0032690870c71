-- Until when somebody looked at the followers of an account, so that who had begun to follow would have
-- shown; one row an account.
--
-- looked_to: in a complete list or head, while listening, in lists that tell of the other direction, or in a
--   log that tells who followed: up to the last follow or unfollow in it, of either direction. Of lists and
--   listening alone see witnessed_until
--
-- check: an account stands once
with looks as (
    select account_id, last_at as looked_at from witnessed_until
    union all
    select account_id, last_at from mutual_runs where direction = 'inbound'
    union all
    select account_id, last_at from answer_logs
    union all
    select account_id, max(happened_before)
    from record_follows
    group by account_id
    having bool_or(direction = 'inbound')
)
select account_id, max(looked_at) as looked_to
from looks
group by account_id
