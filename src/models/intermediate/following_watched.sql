-- From when to when it is known whom the account does not follow; one row an account and kind of person.
--
-- is_named: for people who stand in lists by name, see named_people, for whom every list counts; false = for
--   those of whom lists by name say nothing
-- known_from, known_to: from the begin of the first complete list of whom it follows, or of watching with a
--   baseline, to the end of the last
--
-- check: known_from <= known_to
with kinds as (
    select account_id, false as is_named from account_facts
    union all
    select distinct account_id, true from lists where is_by_name
),
looked as (
    select account_id, is_named, started_at as from_at, finished_at as to_at
    from lists
    join kinds using (account_id)
    where (is_named or not is_by_name) and direction = 'outbound' and verdict = 'complete'
    union all
    select account_id, is_named, from_at, to_at
    from watches
    join kinds using (account_id)
    where has_baseline
)
select account_id, is_named, min(from_at) as known_from, max(to_at) as known_to
from looked
group by account_id, is_named
