-- What was seen of people whose follow was seen broken, in order, each step with the run it belongs to; one
-- row an account, direction, person and step.
--
-- observed_at, evidence_rank, snapshot_id: the order; is_present, may_end, absent_by, is_exact: see
--   observations
-- absent_then: the latest absence before, with its snapshot
-- is_start, is_end: a run begins, or ends, with this step; run: 0 before the first
--
-- check: a run starts once
with broken as (
    select account_id, direction, user_id from presence_spans where is_broken
),
-- Stints and runs of answers are told by their ends. Where somebody else may have seen a break in between,
-- every row counts.
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
),
told as (
    select
        account_id, direction, user_id, o.observed_at, o.evidence_rank, o.is_present, o.may_end,
        o.absent_from,
        o.absent_by, o.snapshot_id, o.is_exact
    from observations o
    join broken b using (account_id, direction, user_id)
    union
    select
        account_id, direction, user_id, r.page_at, rank_at_instant('listed'), true, false, null, null,
        r.snapshot_id, false
    from every_row r
    join mixed m using (account_id, direction, user_id)
    union
    select
        r.account_id, m.direction, r.user_id, r.page_at,
        rank_at_instant(case when r.is_mutual then 'listed' else 'missing_then' end),
        r.is_mutual, not r.is_mutual,
        case when not r.is_mutual then r.page_at end, case when not r.is_mutual then r.page_at end,
        r.snapshot_id, false
    from every_row r
    join mixed m on m.account_id = r.account_id and m.direction <> r.direction and m.user_id = r.user_id
    where r.is_mutual is not null
),
numbered as (
    select
        *,
        case
            when not is_present then sighting(absent_from, coalesce(snapshot_id, ''), is_exact)
        end as absence,
        row_number() over (
            partition by account_id, direction, user_id
            order by observed_at, evidence_rank, snapshot_id nulls last
        ) as nth
    from told
),
ordered as (
    select
        *,
        -- An absence that may not end a spell says nothing of whether the follow was there.
        coalesce(
            max(case when is_present then nth end) over earlier
                > coalesce(max(case when not is_present and may_end then nth end) over earlier, 0),
            false
        ) as was_present,
        max(absence) over earlier as absent_then
    from numbered
    window earlier as (
        partition by account_id, direction, user_id order by nth
        rows between unbounded preceding and 1 preceding
    )
)
select
    *,
    is_present and not was_present as is_start, not is_present and may_end and was_present as is_end,
    sum(case when is_present and not was_present then 1 else 0 end) over (
        partition by account_id, direction, user_id order by nth rows unbounded preceding
    ) as run
from ordered
