-- What the lists said of the other direction, of everybody of whom it matters: rows, or runs of rows that
-- say the same where the store has folded lists or a former build kept them; one row a person, direction
-- and run.
-- Kept as a view: it is read in passing by aggregates and never needed whole.
--
-- direction: the one spoken of; is_present: the answer
-- first_at, last_at, first_id, last_id: when it was first and last given within the run, with the snapshots
--
-- check: none, rows of the source
with spoken as (
    select
        'followers' as list, r.account_id, k.direction, r.user_id, r.page_at as first_at,
        r.page_at as last_at, r.snapshot_id as first_id, r.snapshot_id as last_id,
        r.is_mutual as is_present
    from raw.fresh_followers r
    join mutual_known k on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'outbound'
    where r.is_mutual is not null
    union all
    select
        'following', r.account_id, k.direction, r.user_id, r.page_at, r.page_at, r.snapshot_id,
        r.snapshot_id, r.is_mutual
    from raw.fresh_following r
    join mutual_known k on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'inbound'
    where r.is_mutual is not null
    union all
    select
        r.list, r.account_id, k.direction, r.user_id, r.first_at, r.last_at, r.first_id, r.last_id,
        r.is_mutual
    from raw.fresh_runs r
    join mutual_known k
        on k.account_id = r.account_id and k.user_id = r.user_id
        and k.direction = case r.list when 'followers' then 'outbound' else 'inbound' end
    where r.is_mutual is not null
    union all
    select
        'followers', r.account_id, k.direction, r.user_id, r.page_at, r.page_at, r.snapshot_id,
        r.snapshot_id, r.is_mutual
    from raw.past_followers r
    join mutual_known k
        on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'outbound'
    where r.is_mutual is not null and k.is_newly_known
    union all
    select
        'following', r.account_id, k.direction, r.user_id, r.page_at, r.page_at, r.snapshot_id,
        r.snapshot_id, r.is_mutual
    from raw.past_following r
    join mutual_known k
        on k.account_id = r.account_id and k.user_id = r.user_id and k.direction = 'inbound'
    where r.is_mutual is not null and k.is_newly_known
    union all
    select
        r.list, r.account_id, k.direction, r.user_id, r.first_at, r.last_at, r.first_id, r.last_id,
        r.is_mutual
    from raw.past_runs r
    join mutual_known k
        on k.account_id = r.account_id and k.user_id = r.user_id
        and k.direction = case r.list when 'followers' then 'outbound' else 'inbound' end
    where r.is_mutual is not null and k.is_newly_known
    union all
    select
        case direction when 'outbound' then 'followers' else 'following' end, account_id, direction, user_id,
        first_at, last_at, first_id, last_id, is_present
    from raw.kept_mutual_runs
)
select
    s.account_id, s.direction, s.user_id, s.first_at, s.last_at, s.first_id, s.last_id, s.is_present
from spoken s
join lists l on l.account_id = s.account_id and l.snapshot_id = s.first_id and l.list = s.list
