-- What a profile's state was when somebody looked, for those who were ever looked up as missing; one row an
-- account, person and look.
--
-- status: active, suspended, gone, unresolved
--
-- check: status_at is never null
with looked_up as (
    select distinct account_id, user_id from presence where end_before is not null
)
select account_id, user_id, u.status_at, u.status, u.snapshot_id
from profiles u
join looked_up p using (account_id, user_id)
where u.status is not null and u.status_at is not null
