-- All that is known of whether a follow was there at an instant, shortened to what can move a bound, for
-- people of whom more is told than one stint; one row an account, direction, person and observation.
--
-- observed_at, evidence_rank: the order of observations; is_present: whether the follow was there
-- may_end: an absence that ends a spell. A list before somebody's first row of that source bounds the start
--   only: other sources may show people whom this one does not
-- absent_from, absent_by: an absence seen while a list was walked: the walk's begin bounds a start, its end
--   an end
-- snapshot_id: where it was seen, null for events; is_exact: a point in time, from an event
-- reported_by: who tells it: the source of a list, the other direction's lists (mutual), or events
--
-- Of a look of which only the date is known, an event of that day says when it was, see moved_looks.
--
-- check: `observed_at` is never null
with bounds as (
    select * from list_presence_bounds where not is_plain
),
-- When is_mutual first showed a follow: an absence after that from a list that should show it ends it, one
-- before that bounds the start.
shown as (
    select account_id, direction, user_id, min(first_at) as shown_at
    from mutual_runs
    where is_present
    group by account_id, direction, user_id
),
everybody as (
    select account_id, direction, user_id from bounds
    union
    select account_id, direction, user_id from mutual_runs where is_present
    union
    select account_id, direction, user_id from follow_events
),
told as (
    select
        account_id, direction, user_id, first_at as observed_at, 5 as evidence_rank, true as is_present,
        false as may_end,
        cast(null as timestamp) as absent_from, cast(null as timestamp) as absent_by,
        first_id as snapshot_id, false as is_exact, source as reported_by
    from bounds
    union all
    select
        account_id, direction, user_id, last_at, rank_at_instant('listed'), true, false, null, null, last_id,
        false, source
    from bounds
    where last_number > first_number
    union all
    select
        account_id, direction, user_id, b.absent_at, rank_at_instant('missing_before'), false,
        coalesce(b.lists_match_mutual and m.shown_at < b.absent_at, false),
        b.absent_at, b.absent_at, b.absent_id, false, b.source
    from bounds b
    left join shown m using (account_id, direction, user_id)
    where b.absent_at is not null
    union all
    select
        account_id, direction, user_id, finished_at,
        rank_at_instant(case when side = 'before' then 'missing_then' else 'missing_after' end), false,
        side = 'after', started_at, finished_at, snapshot_id, false, 'mutual'
    from unlisted_follows
    union all
    select
        account_id, direction, user_id, finished_at, rank_at_instant('missing_after'), false, true,
        started_at, finished_at, snapshot_id, false, 'mutual'
    from unlisted_events
    union all
    select
        b.account_id, b.direction, b.user_id, b.next_complete_at, rank_at_instant('missing_after'), false,
        true, l.started_at, b.next_complete_at, b.next_complete_id, false, b.source
    from bounds b
    join lists l
        on l.account_id = b.account_id and l.direction = b.direction and l.snapshot_id = b.next_complete_id
    where b.next_complete_at is not null
    union all
    select
        account_id, direction, user_id, m.first_at,
        rank_at_instant(case when m.is_present then 'listed' else 'missing_then' end), m.is_present,
        not m.is_present,
        case when not m.is_present then m.first_at end,
        case when not m.is_present then m.first_at end, m.first_id, false, 'mutual'
    from mutual_runs m
    join everybody e using (account_id, direction, user_id)
    union all
    select
        account_id, direction, user_id, m.last_at,
        rank_at_instant(case when m.is_present then 'listed' else 'missing_then' end), m.is_present,
        not m.is_present,
        case when not m.is_present then m.last_at end,
        case when not m.is_present then m.last_at end, m.last_id, false, 'mutual'
    from mutual_runs m
    join everybody e using (account_id, direction, user_id)
    where m.last_at > m.first_at
    union all
    select
        account_id, direction, user_id, told_at, rank_at_instant('missing_then'), false, true, told_at,
        told_at, snapshot_id, false, 'mutual'
    from mutual_absences
    union all
    select
        account_id, direction, user_id, observed_at, evidence_rank, is_present, may_end, absent_from,
        absent_by, snapshot_id, is_exact, reported_by
    from event_observations
)
select
    account_id, direction, user_id, coalesce(m.moved_at, t.observed_at) as observed_at,
    case
        when m.moved_at is not null and not is_present then rank_at_instant('not_yet_followed')
        else t.evidence_rank
    end as evidence_rank,
    is_present, t.may_end,
    case when is_present then null else coalesce(m.moved_at, t.absent_from) end as absent_from,
    case when is_present then null else coalesce(m.moved_by, t.absent_by) end as absent_by, snapshot_id,
    t.is_exact, t.reported_by
from told t
left join moved_looks m using (account_id, direction, user_id, snapshot_id, is_present)
