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
with known as (
    select account_id, direction, user_id from list_presence
    union
    select account_id, direction, user_id from follow_events
    union
    select account_id, 'outbound', user_id from raw.unfolded_followers where is_mutual
    union
    select account_id, 'inbound', user_id from raw.unfolded_following where is_mutual
    union
    select account_id, case list when 'followers' then 'outbound' else 'inbound' end, user_id
    from raw.folded_runs
    where is_mutual
),
-- Runs of lists that the store has folded say the same in each.
spoken as (
    select
        'followers' as list, r.account_id, k.direction, r.user_id, r.page_at as first_at,
        r.page_at as last_at, r.snapshot_id as first_id, r.snapshot_id as last_id,
        r.is_mutual as is_present
    from raw.unfolded_followers r
    join known k on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'outbound'
    where r.is_mutual is not null
    union all
    select
        'following', r.account_id, k.direction, r.user_id, r.page_at, r.page_at, r.snapshot_id,
        r.snapshot_id, r.is_mutual
    from raw.unfolded_following r
    join known k on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'inbound'
    where r.is_mutual is not null
    union all
    select
        r.list, r.account_id, k.direction, r.user_id, r.first_at, r.last_at, r.first_id, r.last_id,
        r.is_mutual
    from raw.folded_runs r
    join known k
        on k.account_id = r.account_id and k.user_id = r.user_id
        and k.direction = case r.list when 'followers' then 'outbound' else 'inbound' end
    where r.is_mutual is not null
),
answers as (
    select
        s.account_id, s.direction, s.user_id, s.first_at, s.last_at, s.first_id, s.last_id, s.is_present
    from spoken s
    join lists l on l.account_id = s.account_id and l.snapshot_id = s.first_id and l.list = s.list
),
people as (
    select
        account_id, direction, user_id, bool_and(is_present) as is_always, bool_or(is_present) as is_ever,
        min(first_at) as first_at, max(last_at) as last_at, min(first_id) as first_id,
        max(last_id) as last_id
    from answers
    group by account_id, direction, user_id
),
changing as (
    select
        a.*,
        lag(a.is_present) over (
            partition by account_id, direction, user_id order by a.first_at, a.first_id
        ) as was_present
    from answers a
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
