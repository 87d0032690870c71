-- Of whom it matters what `is_mutual` said: whose follow in that direction anything else shows, or was ever
-- confirmed; one row an account, direction and person.
--
-- direction: inbound (they follow the account), outbound (the account follows them)
-- is_newly_known: nothing was kept of what earlier lists said of them, for it did not matter then
--
-- check: a person stands once in a direction
with known as (
    select account_id, direction, user_id from list_presence
    union
    select account_id, direction, user_id from follow_events
    union
    select account_id, 'outbound', user_id from raw.fresh_followers where is_mutual
    union
    select account_id, 'inbound', user_id from raw.fresh_following where is_mutual
    union
    select account_id, case list when 'followers' then 'outbound' else 'inbound' end, user_id
    from raw.fresh_runs
    where is_mutual
    union
    select account_id, direction, user_id from raw.kept_mutual_runs
),
known_before as (
    select account_id, direction, user_id from raw.kept_presence
    union
    select account_id, direction, user_id from raw.kept_mutual_runs
)
select k.account_id, k.direction, k.user_id, b.user_id is null as is_newly_known
from known k
left join known_before b
    on b.account_id = k.account_id and b.direction = k.direction and b.user_id = k.user_id
