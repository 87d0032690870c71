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
),
numbered as (
    select
        *,
        cast(dense_rank() over (order by account_id, list, source) as integer) as list_series,
        cast(row_number() over (
            partition by account_id, list, source order by started_at nulls last, snapshot_id
        ) as integer) as list_number
    from judged
),
nearest as (
    select
        list_series, list_number,
        cast(count(case when verdict = 'complete' then 1 end) over so_far as integer) as completes,
        max(case when verdict = 'complete' then list_number end) over earlier as prev_complete,
        max(case when verdict in ('complete', 'head') then list_number end) over earlier as prev_witness,
        min(case when verdict = 'complete' then list_number end) over later as next_complete
    from numbered
    window
        so_far as (partition by list_series order by list_number rows unbounded preceding),
        earlier as (
            partition by list_series order by list_number
            rows between unbounded preceding and 1 preceding
        ),
        later as (
            partition by list_series order by list_number
            rows between 1 following and unbounded following
        )
)
select
    n.*, o.completes, c.started_at as prev_complete_at, c.snapshot_id as prev_complete_id,
    w.started_at as prev_witness_at, w.snapshot_id as prev_witness_id, x.finished_at as next_complete_at,
    x.snapshot_id as next_complete_id
from numbered n
join nearest o on o.list_series = n.list_series and o.list_number = n.list_number
left join numbered c on c.list_series = n.list_series and c.list_number = o.prev_complete
left join numbered w on w.list_series = n.list_series and w.list_number = o.prev_witness
left join numbered x on x.list_series = n.list_series and x.list_number = o.next_complete
