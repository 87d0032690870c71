-- When it was settled who of those that followed back engaged within 30 days, for attempts begun in the same
-- window; one row an account and window.
--
-- started_after, started_before: the window
-- settled_at: when an answer within 30 days was known, interactions had been read for 30 days after it, and
--   a look had shown who left by then, where a source records that. No row while it is not settled
--
-- check: a window stands once
with due as (
    select
        account_id, started_after, started_before,
        days_after(started_before, answered_days() + engaged_days()) as due_at
    from attempts_settled
    where days = answered_days()
),
polled as (
    select d.account_id, d.started_after, d.started_before, min(v.to_at) as polled_at
    from due d
    join seen_stretches v
        on v.account_id = d.account_id and v.kind = 'mention' and v.from_at <= d.started_after
        and v.to_at >= d.due_at
    group by d.account_id, d.started_after, d.started_before
),
looked as (
    select d.account_id, d.due_at, min(greatest(k.from_at, d.due_at)) as looked_at
    from (select distinct account_id, due_at from due) d
    join leaving_looks k on k.account_id = d.account_id and k.to_at >= d.due_at
    group by d.account_id, d.due_at
)
select
    account_id, started_after, started_before,
    greatest(p.polled_at, coalesce(l.looked_at, p.polled_at)) as settled_at
from polled p
join due d using (account_id, started_after, started_before)
left join looked l using (account_id, due_at)
left join (select distinct account_id, true as is_recorded from leaving_looks) r using (account_id)
where l.looked_at is not null or not coalesce(r.is_recorded, false)
