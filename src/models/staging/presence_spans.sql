-- From when to when somebody's follow was sighted, and whether anybody saw it absent between; one row an
-- account, direction and person.
--
-- first_at, last_at: the first and the last sighting; null where only absences were told
-- is_broken: seen absent between two sightings. Only they can have more than one run, and only they need
--   windows
--
-- check: first_at <= last_at
with people as (
    select
        account_id, direction, user_id,
        min(observed_at) filter (where is_present) as first_at,
        max(observed_at) filter (where is_present) as last_at
    from observations
    group by account_id, direction, user_id
)
select
    account_id, direction, user_id, p.first_at, p.last_at,
    coalesce(
        bool_or(
            not o.is_present and o.may_end and o.observed_at >= p.first_at and o.observed_at <= p.last_at
        ),
        false
    ) as is_broken
from observations o
join people p using (account_id, direction, user_id)
group by account_id, direction, user_id, p.first_at, p.last_at
