-- How well the account's own following was watched around each start of an inbound follow; one row an
-- account and distinct start window.
--
-- blind_days: the widest gap between neighbouring `following` lists (complete or head), from the one before
--   the start window to the one after it: lists read inside the window count; 0 where events with a baseline
--   watched it without a gap; null where a list is missing on one side, and where times are bare steps
-- is_between: there is a list on either side, however far apart, or events watched
-- is_watched: there is a list on either side and no gap of more than 45 days between them, or events watched
--
-- check: blind_days is null or >= 0
-- check: is_watched implies is_between
with starts as (
    select distinct account_id, start_after, start_before, start_after_id, start_before_id
    from spells
    where direction = 'inbound' and spell = 1 and start_after is not null
),
witnesses as (
    select
        account_id, snapshot_id, started_at, finished_at,
        days_between(
            lag(started_at) over (partition by account_id order by started_at, snapshot_id), started_at
        ) as gap_days
    from lists
    where direction = 'outbound' and verdict in ('complete', 'head')
),
around as (
    -- A list of the same snapshot as a bound stands on that bound's side, though its pages came moments
    -- apart.
    select
        account_id, s.start_after, s.start_before, s.start_after_id, s.start_before_id,
        max(w.started_at) filter (
            where w.started_at <= s.start_after or w.snapshot_id = s.start_after_id
        ) as list_before_at,
        min(w.started_at) filter (
            where w.finished_at >= s.start_before or w.snapshot_id = s.start_before_id
        ) as list_after_at
    from starts s
    left join witnesses w using (account_id)
    group by account_id, s.start_after, s.start_before, s.start_after_id, s.start_before_id
),
-- The start lies in one of the gaps between the lists around its window, nobody knows in which.
gaps as (
    select
        a.account_id, a.start_after, a.start_before, a.start_after_id, a.start_before_id,
        coalesce(max(w.gap_days), days_between(min(a.list_before_at), min(a.list_after_at))) as gap_days
    from around a
    left join witnesses w
        on w.account_id = a.account_id and w.started_at > a.list_before_at
            and w.started_at <= a.list_after_at
    group by a.account_id, a.start_after, a.start_before, a.start_after_id, a.start_before_id
),
listened as (
    select a.account_id, a.start_after, a.start_before, a.start_after_id, a.start_before_id
    from around a
    join watches w
        on w.account_id = a.account_id and w.has_baseline and w.from_at <= a.start_after
        and w.to_at >= a.start_before
    group by a.account_id, a.start_after, a.start_before, a.start_after_id, a.start_before_id
)
select
    a.account_id, a.start_after, a.start_before, a.start_after_id, a.start_before_id,
    case
        when not is_date(a.start_before, n.network_began_at) then null
        when l.account_id is not null then 0.0
        else round(g.gap_days, 6)
    end as blind_days,
    l.account_id is not null or a.list_before_at is not null and a.list_after_at is not null as is_between,
    l.account_id is not null or coalesce(g.gap_days <= longest_following_gap_days(), false) as is_watched
from around a
join account_facts n on n.account_id = a.account_id
join gaps g
    on g.account_id = a.account_id and g.start_after = a.start_after and g.start_before = a.start_before
    and g.start_after_id is not distinct from a.start_after_id
        and g.start_before_id is not distinct from a.start_before_id
left join listened l
    on l.account_id = a.account_id and l.start_after = a.start_after and l.start_before = a.start_before
    and l.start_after_id is not distinct from a.start_after_id
    and l.start_before_id is not distinct from a.start_before_id
