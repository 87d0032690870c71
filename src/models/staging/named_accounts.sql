-- Accounts of which people known by name only are counted; of all others such people are left out, as lists
-- or logs of ids may hold them too, and lists by name do not show everybody; one row an account.
--
-- check: an account stands once
select distinct account_id from named_people where is_stand_in(user_id)
