-- Every row of every followers and following list, beside what its list is; one row a list and person.
-- Kept as a view: it is read in passing by aggregates and never needed whole.
--
-- direction: inbound (they follow the account) or outbound (the account follows them)
-- seq, completes, is_complete: of the list it stands in, see lists
-- is_mutual: the opposite direction at page_at; null = not asked
with walked as (
    select 'followers' as list, account_id, snapshot_id, user_id, page_at, is_mutual from raw.followers
    union all
    select 'following', account_id, snapshot_id, user_id, page_at, is_mutual from raw.following
)
select
    w.account_id, l.direction, l.source, w.user_id, w.snapshot_id, w.page_at, w.is_mutual, l.seq, l.completes,
    case when l.verdict = 'complete' then 1 else 0 end as is_complete
from walked w
join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = w.list
