-- Whoever a list shows is inside a spell at that moment; one row a list row that lies in none.
with walked as (
    select account_id, 'inbound' as direction, snapshot_id, user_id, page_at from raw.followers
    union all
    select account_id, 'outbound', snapshot_id, user_id, page_at from raw.following
)
select w.account_id, w.direction, w.snapshot_id, w.user_id
from walked w
left join spells s
    on s.account_id = w.account_id and s.direction = w.direction and s.user_id = w.user_id
    and w.page_at >= s.start_before and w.page_at <= s.end_after
where s.user_id is null
