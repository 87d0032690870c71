-- Changes of name that lists by name may hide: one person left and one came, between the same two neighbours
-- of the complete list before, in a list whose order check holds; one row an account, snapshot and list.
--
-- suspects: how many such pairs
--
-- check: suspects > 0
with pairs as (
    select account_id, list, snapshot_id, prev_complete_id
    from lists
    where is_by_name and verdict = 'complete' and order_holds and prev_complete_id is not null
        and direction in ('inbound', 'outbound')
),
compared as (
    select snapshot_id from pairs
    union
    select prev_complete_id from pairs
),
places as (
    select 'followers' as list, account_id, snapshot_id, user_id, "position" as place
    from raw.followers
    where snapshot_id in (select snapshot_id from compared)
    union all
    select 'following', account_id, snapshot_id, user_id, "position"
    from raw.following
    where snapshot_id in (select snapshot_id from compared)
),
sides as (
    select p.account_id, p.list, p.snapshot_id, 'then' as side, r.user_id, r.place
    from pairs p
    join places r
        on r.account_id = p.account_id and r.list = p.list and r.snapshot_id = p.prev_complete_id
    union all
    select account_id, list, snapshot_id, 'now', r.user_id, r.place
    from pairs p
    join places r using (account_id, list, snapshot_id)
),
marked as (
    select
        *, count(*) over (partition by account_id, list, snapshot_id, user_id) = 2 as is_in_both
    from sides
),
placed as (
    select
        account_id, list, snapshot_id, side, user_id, is_in_both,
        -- How many of those who are in both stand no lower.
        count(case when is_in_both then 1 end) over (
            partition by account_id, list, snapshot_id, side order by place rows unbounded preceding
        ) as nth
    from marked
),
gaps as (
    select p.account_id, p.list, p.snapshot_id
    from placed p
    join placed a
        on a.account_id = p.account_id and a.list = p.list and a.snapshot_id = p.snapshot_id
        and a.side = p.side and a.is_in_both and a.nth = p.nth
    join placed b
        on b.account_id = p.account_id and b.list = p.list and b.snapshot_id = p.snapshot_id
        and b.side = p.side and b.is_in_both and b.nth = p.nth + 1
    where not p.is_in_both
    group by p.account_id, p.list, p.snapshot_id, a.user_id, b.user_id
    having count(*) filter (where p.side = 'then') = 1 and count(*) filter (where p.side = 'now') = 1
)
select account_id, snapshot_id, list, count(*) as suspects
from gaps
group by account_id, snapshot_id, list
