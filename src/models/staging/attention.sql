-- When the account turned to somebody: its own reply to them or mention of them; one row an account, person
-- and instant.
--
-- user_id: whom that act of the account addresses
-- attended_at: when the account posted it. Its likes are not collected, and its reposts are not counted
--
-- check: nobody attends to themselves
with addressed as (
    select account_id, in_reply_to_user_id as user_id, created_at
    from own_posts
    where in_reply_to_user_id is not null
    union all
    select account_id, explode(mentions), created_at from own_posts where mentions is not null
)
select distinct account_id, user_id, created_at as attended_at
from addressed
where user_id <> account_id and created_at is not null
