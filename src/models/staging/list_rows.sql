-- Every row of every followers and following list, beside what its list is; one row a list and person.
-- Kept as a view: it is read in passing by aggregates and never needed whole.
--
-- direction: inbound (they follow the account) or outbound (the account follows them)
-- list_series, list_number, completes, sitting, is_complete: of the list it stands in, see lists
-- is_mutual: the opposite direction at page_at; null = not asked
select
    w.account_id, l.direction, l.source, l.list_series, w.user_id, w.snapshot_id, w.page_at, w.is_mutual,
    l.list_number,
    l.completes, l.sitting,
    case when l.verdict = 'complete' then 1 else 0 end as is_complete
from raw.unfolded_followers w
join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = 'followers'
union all
select
    w.account_id, l.direction, l.source, l.list_series, w.user_id, w.snapshot_id, w.page_at, w.is_mutual,
    l.list_number,
    l.completes, l.sitting,
    case when l.verdict = 'complete' then 1 else 0 end
from raw.unfolded_following w
join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = 'following'
union all
select
    r.account_id, l.direction, l.source, l.list_series, r.user_id, p.snapshot_id, p.page_at, r.is_mutual,
    l.list_number,
    l.completes, l.sitting,
    case when l.verdict = 'complete' then 1 else 0 end
from raw.folded_runs r
join raw.folded_pages p
    on p.chain = r.chain and p.nth >= r.first_nth and p.nth <= r.last_nth
    and p.from_place <= r.place and p.to_place > r.place
join lists l on l.account_id = p.account_id and l.snapshot_id = p.snapshot_id and l.list = p.list
