-- Profiles and states of people as each snapshot saw them; one row an account, person and snapshot.
-- Kept as a view: it is wide, and read by few columns at a time.
--
-- status: active, suspended, gone, unresolved; status_at: when X said so; null where it was not asked
-- followers_count, following_count, posts_count, account_created_at, is_protected, is_verified: the profile
--   then
-- description: what the profile said of itself then; null where it was not read
--
-- check: a person stands once in a snapshot
select
    account_id, user_id, snapshot_id, status, status_at, followers_count, following_count, posts_count,
    created_at as account_created_at, protected as is_protected, verified as is_verified, description
from raw.users
