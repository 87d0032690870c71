-- The first list that shows those of whom an event was the first to tell, if that is no more than 14 days
-- later: their profile at first sight is the one of then; one row an account and person.
--
-- snapshot_id: of that list
--
-- check: a person stands once
with told as (
    select account_id, user_id, start_before, end_after
    from spells
    where direction = 'inbound' and spell = 1 and start_before_id is null
),
shown as (
    select
        account_id, user_id, t.first_id as snapshot_id,
        row_number() over (partition by account_id, user_id order by t.first_at, t.first_id) as nth
    from told s
    join list_presence_bounds t using (account_id, user_id)
    where t.direction = 'inbound' and t.first_at <= s.end_after
        and days_between(s.start_before, t.first_at) <= longest_unlisted_days()
)
select account_id, user_id, snapshot_id
from shown
where nth = 1
