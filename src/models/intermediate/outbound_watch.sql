-- How well the account's own following was watched around each start of an inbound follow; one row an
-- account, distinct start window, way of reading sittings and kind of person.
--
-- is_with_sittings: false = a list of a sitting stands on a side of the window where its whole day does;
--   true = also where it shares the sitting of the list that bounds the window. A row with true is there
--   only where that moves a side
-- is_named: for people who stand in lists by name, see named_people, for whom every list counts; false = for
--   those of whom lists by name say nothing
-- blind_days: the widest gap between neighbouring `following` lists (complete or head), from the one before
--   the start window to the one after it: lists read inside the window count; 0 where events with a baseline
--   watched it without a gap; null where a list is missing on one side, and where times are bare steps
-- is_between: there is a list on either side, however far apart, or events watched
-- is_watched: there is a list on either side and no gap of more than 45 days between them, or events watched
--
-- check: blind_days is null or >= 0
-- check: is_watched implies is_between
with kinds as (
    select account_id, false as is_named from account_facts
    union all
    select distinct account_id, true from lists where is_by_name
),
starts as (
    select distinct
        s.account_id, k.is_named, s.start_after, s.start_before, s.start_after_id, s.start_before_id,
        a.sitting as after_sitting, b.sitting as before_sitting
    from spells s
    join kinds k on k.account_id = s.account_id
    left join lists a
        on a.account_id = s.account_id and a.snapshot_id = s.start_after_id and a.direction = 'inbound'
    left join lists b
        on b.account_id = s.account_id and b.snapshot_id = s.start_before_id and b.direction = 'inbound'
    where s.direction = 'inbound' and s.spell = 1 and s.start_after is not null
),
witnesses as (
    select
        account_id, is_named, snapshot_id, started_at, finished_at, sitting,
        days_between(
            lag(started_at) over (
                partition by account_id, is_named order by started_at, snapshot_id
            ), started_at
        ) as gap_days
    from lists
    join kinds using (account_id)
    where (is_named or not is_by_name) and direction = 'outbound' and verdict in ('complete', 'head')
),
sided as (
    -- A list of the same snapshot as a bound stands on that bound's side, though its pages came moments
    -- apart. Of a list of a sitting nobody knows when in its day it was read.
    select
        s.*, w.started_at,
        case when w.sitting is not null then w.finished_at <= s.start_after
            else w.started_at <= s.start_after or w.snapshot_id = s.start_after_id end as is_before,
        case when w.sitting is not null then w.started_at >= s.start_before
            else w.finished_at >= s.start_before or w.snapshot_id = s.start_before_id end as is_after,
        w.sitting = s.after_sitting as is_before_in_sitting,
        w.sitting = s.before_sitting as is_after_in_sitting
    from starts s
    left join witnesses w using (account_id, is_named)
),
bounds as (
    select
        account_id, is_named, start_after, start_before, start_after_id, start_before_id,
        max(started_at) filter (where is_before) as before_at,
        min(started_at) filter (where is_after) as after_at,
        max(started_at) filter (where is_before or is_before_in_sitting) as before_in_sitting_at,
        min(started_at) filter (where is_after or is_after_in_sitting) as after_in_sitting_at
    from sided
    group by account_id, is_named, start_after, start_before, start_after_id, start_before_id
),
around as (
    select
        account_id, is_named, start_after, start_before, start_after_id, start_before_id,
        false as is_with_sittings,
        before_at as list_before_at, after_at as list_after_at
    from bounds
    union all
    select
        account_id, is_named, start_after, start_before, start_after_id, start_before_id, true,
        before_in_sitting_at, after_in_sitting_at
    from bounds
    where before_in_sitting_at is distinct from before_at or after_in_sitting_at is distinct from after_at
),
-- The start lies in one of the gaps between the lists around its window, nobody knows in which.
gaps as (
    select
        a.account_id, a.is_named, a.start_after, a.start_before, a.start_after_id, a.start_before_id,
        a.is_with_sittings, min(a.list_before_at) as list_before_at, min(a.list_after_at) as list_after_at,
        coalesce(max(w.gap_days), days_between(min(a.list_before_at), min(a.list_after_at))) as gap_days
    from around a
    left join witnesses w
        on w.account_id = a.account_id and w.is_named = a.is_named and w.started_at > a.list_before_at
            and w.started_at <= a.list_after_at
    group by
        a.account_id, a.is_named, a.start_after, a.start_before, a.start_after_id, a.start_before_id,
        a.is_with_sittings
),
listened as (
    select distinct s.account_id, s.start_after, s.start_before
    from starts s
    join outbound_watches w
        on w.account_id = s.account_id and w.has_baseline and w.from_at <= s.start_after
        and w.to_at >= s.start_before
)
select
    g.account_id, g.is_named, g.start_after, g.start_before, g.start_after_id, g.start_before_id,
    g.is_with_sittings,
    case
        when not is_date(g.start_before, n.network_began_at) then null
        when l.account_id is not null then 0.0
        else rounded(g.gap_days, 6)
    end as blind_days,
    l.account_id is not null or g.list_before_at is not null and g.list_after_at is not null as is_between,
    l.account_id is not null or coalesce(g.gap_days <= longest_following_gap_days(), false) as is_watched
from gaps g
join account_facts n on n.account_id = g.account_id
left join listened l
    on l.account_id = g.account_id and l.start_after = g.start_after and l.start_before = g.start_before
