-- Every row that lists hold of people whose follow was seen broken, and every answer about them, for stints
-- and runs of answers are told by their ends, and somebody else may have seen a break in between; one row an
-- account, direction, person, snapshot and answer.
--
-- page_at: when the page with it arrived; is_present: the answer, true of a row of the list itself
--
-- check: none, rows of the source
with broken as (
    select account_id, direction, user_id from presence_spans where is_broken
),
mixed as (
    select account_id, direction, user_id
    from observations o
    join broken b using (account_id, direction, user_id)
    group by account_id, direction, user_id
    having min(o.reported_by) <> max(o.reported_by) or max(o.reported_by) in ('mutual', 'events')
),
mixed_people as (
    select distinct account_id, user_id from mixed
),
-- Of lists that the store has folded, each list of their runs.
folded as (
    select chain, place, list, account_id, user_id, is_mutual, explode(nths) as nth
    from (
        select
            r.chain, r.place, r.list, account_id, user_id, r.is_mutual,
            numbers_up_to(r.first_nth, r.last_nth) as nths
        from raw.folded_runs r
        join mixed_people m using (account_id, user_id)
    ) r
),
every_row as (
    select w.account_id, l.direction, w.user_id, w.page_at, w.snapshot_id, w.is_mutual
    from (
        select 'followers' as list, account_id, r.snapshot_id, user_id, r.page_at, r.is_mutual
        from raw.unfolded_followers r
        join mixed_people m using (account_id, user_id)
        union all
        select 'following', account_id, r.snapshot_id, user_id, r.page_at, r.is_mutual
        from raw.unfolded_following r
        join mixed_people m using (account_id, user_id)
        union all
        select f.list, f.account_id, p.snapshot_id, f.user_id, p.page_at, f.is_mutual
        from folded f
        join raw.folded_pages p
            on p.chain = f.chain and p.nth = f.nth and p.from_place <= f.place and p.to_place > f.place
    ) w
    join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = w.list
)
select account_id, direction, user_id, r.page_at, r.snapshot_id, true as is_present
from every_row r
join mixed m using (account_id, direction, user_id)
union all
select r.account_id, m.direction, r.user_id, r.page_at, r.snapshot_id, r.is_mutual
from every_row r
join mixed m on m.account_id = r.account_id and m.direction <> r.direction and m.user_id = r.user_id
where r.is_mutual is not null
