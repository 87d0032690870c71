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
told as (
    select
        account_id, direction, user_id, o.observed_at, o.evidence_rank, o.is_present, o.may_end,
        o.absent_from,
        o.absent_by, o.snapshot_id, o.is_exact
    from observations o
    join broken b using (account_id, direction, user_id)
    union
    select
        account_id, direction, user_id, coalesce(k.moved_at, s.page_at),
        case
            when is_present then rank_at_instant('listed')
            when k.moved_at is not null then rank_at_instant('not_yet_followed')
            else rank_at_instant('missing_then')
        end,
        is_present, not is_present, case when not is_present then coalesce(k.moved_at, s.page_at) end,
        case when not is_present then coalesce(k.moved_by, s.page_at) end, snapshot_id, false
    from presence_rows s
    left join moved_looks k using (account_id, direction, user_id, snapshot_id, is_present)
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
