-- Every walked list with the build's judgement of it; one row a snapshot, account and list.
--
-- direction: inbound for followers, outbound for following, blocking for blocking
-- list_series: a number for its account, list and source; list_number: the list's number among those of its
--   list_series, by the time it was started
-- lists_match_mutual, lists_are_asked, is_one_instant: of its source, see src/networks/sources.ts
-- is_by_name: it holds names of which not all are known: it says nothing of ids that it lacks, nor lists of
--   ids of its names
-- sitting: lists of one account with the same text here are taken to have been read at one moment of a day
--   of which only the date is known; null = none
-- completes: complete lists up to and including this one
-- verdict: complete, head or partial; why: what makes it partial, or cut a full walk short to a head
-- known_rows, order_violations, order_holds: the order check as the build made it; no_order: why the order
--   of its rows says nothing of who came first, null where it is trusted
-- prev_complete_*, prev_witness_*: the latest complete list before it; the latest complete list or head
--   before it
-- next_complete_*: the first complete list after it
--
-- check: list_number is unique within its list_series
with judged as (
    select
        account_id, snapshot_id, list, l.source, l.taken_at, l.started_at, l.finished_at, l.rows,
        l.distinct_rows,
        l.duplicate_rows, l.self_rows, l.count_before, l.count_after, l.pages, l.sitting,
        case list
            when 'followers' then 'inbound'
            when 'following' then 'outbound'
            else 'blocking'
        end as direction,
        coalesce(j.verdict, case when l.ended then 'complete' else 'partial' end) as verdict,
        case when not l.ended and l.reason <> 'head' then coalesce(j.why, l.reason) else j.why end as why,
        j.known_rows, j.order_violations, coalesce(j.order_holds, false) as order_holds, j.no_order,
        s.lists_match_mutual, s.lists_are_asked, s.is_one_instant,
        n.snapshot_id is not null as is_by_name
    from raw.lists l
    join raw.snapshots s using (snapshot_id)
    left join judged_lists j using (account_id, snapshot_id, list)
    left join lists_by_name n using (account_id, snapshot_id)
    where not coalesce(l.additions_only, false)
)
select
    *,
    cast(dense_rank() over (order by account_id, list, source) as integer) as list_series,
    cast(row_number() over everything as integer) as list_number,
    cast(count(*) filter (where verdict = 'complete') over so_far as integer) as completes,
    last_value(case
        when verdict = 'complete' then started_at
    end ignore nulls) over earlier as prev_complete_at,
    last_value(case
        when verdict = 'complete' then snapshot_id
    end ignore nulls) over earlier as prev_complete_id,
    last_value(case
        when verdict in ('complete', 'head') then started_at
    end ignore nulls) over earlier as prev_witness_at,
    last_value(case
        when verdict in ('complete', 'head') then snapshot_id
    end ignore nulls) over earlier as prev_witness_id,
    first_value(case
        when verdict = 'complete' then finished_at
    end ignore nulls) over later as next_complete_at,
    first_value(case
        when verdict = 'complete' then snapshot_id
    end ignore nulls) over later as next_complete_id
from judged
window
    everything as (partition by account_id, list, source order by started_at, snapshot_id),
    so_far as (
        partition by account_id, list, source order by started_at, snapshot_id rows unbounded preceding
    ),
    earlier as (
        partition by account_id, list, source order by started_at, snapshot_id
        rows between unbounded preceding and 1 preceding
    ),
    later as (
        partition by account_id, list, source order by started_at, snapshot_id
        rows between 1 following and unbounded following
    )
