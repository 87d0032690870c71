-- X's daily counts and what lists saw, added up over each span of count_spans; one row an account, span and
-- first list.
--
-- new_follows, unfollows: over the days that cover the span; *_between: over those wholly between its lists.
--   Null, like all others, where a day is not counted
-- arrivals, departures: starts and ends of presence within the span, whatever showed them
-- sure_arrivals, sure_departures: those that X must have counted, see unseen_churn
--
-- check: sure_arrivals <= arrivals and sure_departures <= departures
with counting as (
    select account_id, min(from_at) as first_at from count_spans group by account_id
),
-- Accounts that were created since the first list: few, so that there are few kinds of starts.
born as (
    select account_id, user_id, min(account_created_at) as born_at
    from profiles
    join counting c using (account_id)
    where account_created_at is not null
    group by account_id, user_id
    having min(account_created_at) >= min(c.first_at)
),
starts as (
    select
        account_id, p.start_after, p.start_before, p.is_exact_start,
        -- At a later start they may have been suspended and come back.
        case when p.run = 1 then b.born_at end as born_at, count(*) as runs
    from presence p
    join counting using (account_id)
    left join born b using (account_id, user_id)
    where p.direction = 'inbound' and p.start_after is not null
    group by
        account_id, p.start_after, p.start_before, p.is_exact_start, case when p.run = 1 then b.born_at end
),
ends as (
    select
        account_id, p.end_after, p.end_before, e.cause = 'unfollowed' and not e.is_hidden as is_sure,
        count(*) as runs
    from presence p
    join counting using (account_id)
    join presence_ends e using (account_id, direction, user_id, run)
    where p.direction = 'inbound'
    group by account_id, p.end_after, p.end_before, e.cause = 'unfollowed' and not e.is_hidden
),
counts as (
    select
        account_id, s.span, s.from_at,
        sum(c.new_follows) as new_follows, sum(c.unfollows) as unfollows,
        coalesce(sum(c.new_follows) filter (
            where c.day >= s.first_whole_day and c.day <= s.last_whole_day
        ), 0) as new_follows_between,
        coalesce(sum(c.unfollows) filter (
            where c.day >= s.first_whole_day and c.day <= s.last_whole_day
        ), 0) as unfollows_between
    from count_spans s
    join kept_daily_counts c using (account_id)
    where s.counted_days = s.days and c.day >= s.first_day and c.day <= s.last_day
    group by account_id, s.span, s.from_at
),
came as (
    select
        account_id, s.span, s.from_at, cast(sum(r.runs) as bigint) as arrivals,
        cast(sum(r.runs) filter (
            where r.is_exact_start or coalesce(r.born_at >= s.from_at, false)
        ) as bigint) as sure_arrivals
    from count_spans s
    join starts r using (account_id)
    where r.start_after >= s.from_at and r.start_before <= s.to_at
    group by account_id, s.span, s.from_at
),
went as (
    select
        account_id, s.span, s.from_at, cast(sum(r.runs) as bigint) as departures,
        cast(sum(r.runs) filter (where r.is_sure) as bigint) as sure_departures
    from count_spans s
    join ends r using (account_id)
    where r.end_after >= s.from_at and r.end_before <= s.to_at
    group by account_id, s.span, s.from_at
)
select
    account_id, span, s.stretch, from_at, s.to_at, s.gaps, s.days, s.counted_days, s.list_net,
    c.new_follows, c.unfollows, c.new_follows_between, c.unfollows_between,
    case when c.new_follows is not null then coalesce(a.arrivals, 0) end as arrivals,
    case when c.new_follows is not null then coalesce(w.departures, 0) end as departures,
    case when c.new_follows is not null then coalesce(a.sure_arrivals, 0) end as sure_arrivals,
    case when c.new_follows is not null then coalesce(w.sure_departures, 0) end as sure_departures
from count_spans s
left join counts c using (account_id, span, from_at)
left join came a using (account_id, span, from_at)
left join went w using (account_id, span, from_at)
