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
        account_id, list, snapshot_id, side, is_in_both,
        last_value(case when is_in_both then user_id end ignore nulls) over (
            partition by account_id, list, snapshot_id, side order by place
            rows between unbounded preceding and 1 preceding
        ) as above_id,
        first_value(case when is_in_both then user_id end ignore nulls) over (
            partition by account_id, list, snapshot_id, side order by place
            rows between 1 following and unbounded following
        ) as below_id
    from marked
),
gaps as (
    select account_id, list, snapshot_id
    from placed
    where not is_in_both and above_id is not null and below_id is not null
    group by account_id, list, snapshot_id, above_id, below_id
    having count(*) filter (where side = 'then') = 1 and count(*) filter (where side = 'now') = 1
)
select account_id, snapshot_id, list, count(*) as suspects
from gaps
group by account_id, snapshot_id, list
