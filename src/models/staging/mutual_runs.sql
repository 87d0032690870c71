-- What `is_mutual` said of the other direction, shortened to runs of the same answer; one row a person,
-- direction and run.
--
-- direction: the one spoken of: a followers row tells whether the account follows them (outbound), and the
--   other way round
-- is_present: the answer; first_at, last_at: when it was first and last given within the run
-- first_id, last_id: the snapshots of those answers
--
-- Nobody is listed of whom only absences were told: they say nothing that a list of the other direction does
--   not.
--
-- check: neighbouring runs of a person have different answers
with people as (
    select
        account_id, direction, user_id, bool_and(is_present) as is_always, bool_or(is_present) as is_ever,
        min(first_at) as first_at, max(last_at) as last_at, min(first_id) as first_id,
        max(last_id) as last_id
    from mutual_answers
    group by account_id, direction, user_id
),
changing as (
    select
        a.*,
        lag(a.is_present) over (
            partition by account_id, direction, user_id order by a.first_at, a.first_id
        ) as was_present
    from mutual_answers a
    join people p using (account_id, direction, user_id)
    where p.is_ever and not p.is_always
),
numbered as (
    select
        *,
        sum(case when was_present is null or was_present <> is_present then 1 else 0 end) over (
            partition by
                account_id, direction, user_id order by first_at, first_id rows unbounded preceding
        ) as run
    from changing
)
select account_id, direction, user_id, is_always as is_present, first_at, last_at, first_id, last_id
from people
where is_ever = is_always
union all
select
    account_id, direction, user_id, bool_and(is_present), min(first_at), max(last_at), min(first_id),
    max(last_id)
from numbered
group by account_id, direction, user_id, run
