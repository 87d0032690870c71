-- Until when followers of an account were read from the top or listened to, so that who came by then was
-- seen to come, and when; one row an account.
--
-- last_at: the end of the last complete list or head of followers, or of listening
--
-- Neither lists of the other direction nor logs are in it, which show an answer and nobody's absence, see
-- follower_looks. Whether somebody left only complete lists and listening tell, see first_engagement_counts.
--
-- check: an account stands once
with looks as (
    select account_id, finished_at as looked_at
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    union all
    select account_id, to_at from watches
)
select account_id, max(looked_at) as last_at
from looks
group by account_id
