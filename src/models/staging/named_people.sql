-- Who stands in lists by name of which some names are not known, under an id or a stand-in: what such lists
-- say counts for them alone; one row an account and person.
--
-- check: a person stands once
with by_name as (
    select distinct account_id, source from lists where is_by_name
)
select distinct account_id, p.user_id
from list_presence p
join by_name n using (account_id, source)
