-- When "followed back within d days" was settled for attempts begun in the same window; one row an account,
-- window and d.
--
-- started_after, started_before: the window; days: d, 7 or 30. Only where lists or events reach that far
-- sharp_at: d days on, where lists stood close around that or events were listened to; null where neither
-- full_at: the next full list after d days; null where there is none yet
--
-- check: a window has at most one row a d
with witnesses as (
    select account_id, finished_at, verdict
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
),
due as (
    select
        s.account_id, s.started_after, s.started_before, d.days,
        days_after(s.started_before, d.days) as due_at,
        -- An hour or so for the minutes that walks drift by.
        d.days / 14.0 + 0.05 as tolerance_days,
        days_between(s.started_after, s.started_before) <= d.days / 7.0 + 0.05 as is_narrow
    from (select distinct account_id, started_after, started_before from outreach) s
    cross join (select soon_days() as days union all select answered_days()) d
),
near as (
    select
        d.account_id, d.started_after, d.started_before, d.days, w.finished_at,
        row_number() over (
            partition by d.account_id, d.started_after, d.started_before, d.days
            order by abs(days_between(d.due_at, w.finished_at)), w.finished_at
        ) as nth
    from due d
    join witnesses w
        on w.account_id = d.account_id and w.finished_at >= days_after(d.due_at, -d.tolerance_days)
        and w.finished_at <= days_after(d.due_at, d.tolerance_days)
    where d.is_narrow
),
listened as (
    select distinct d.account_id, d.started_after, d.started_before, d.days
    from due d
    join watches w
        on w.account_id = d.account_id and w.has_baseline and w.from_at <= d.started_after
        and w.to_at >= d.due_at
),
-- A walk may come some hours early and is still the next one.
full_lists as (
    select d.account_id, d.started_after, d.started_before, d.days, min(w.finished_at) as finished_at
    from due d
    join witnesses w
        on w.account_id = d.account_id and w.verdict = 'complete'
        and w.finished_at >= days_after(d.due_at, -0.5)
    group by d.account_id, d.started_after, d.started_before, d.days
)
select
    d.account_id, d.started_after, d.started_before, d.days,
    case when e.account_id is not null then d.due_at else n.finished_at end as sharp_at,
    f.finished_at as full_at
from due d
join witnessed_until l on l.account_id = d.account_id and l.last_at >= days_after(d.due_at, -0.5)
left join near n
    on n.account_id = d.account_id and n.started_after = d.started_after
    and n.started_before = d.started_before and n.days = d.days
    and n.nth = 1
left join listened e
    on e.account_id = d.account_id and e.started_after = d.started_after
    and e.started_before = d.started_before and e.days = d.days
left join full_lists f
    on f.account_id = d.account_id and f.started_after = d.started_after
    and f.started_before = d.started_before and f.days = d.days
