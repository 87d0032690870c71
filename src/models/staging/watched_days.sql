-- Days of UTC on which arrivals can be placed: the account's followers were looked at on the day and on the
-- day before, or events were listened to all day; one row an account and day.
--
-- The last looks of the two days end at least 18 hours apart, and from the begin of the one to the end of
-- the other are 30 at most: so closely a follow between them is known. Nor may an event that is known less
-- closely have been on a day of listening. Lists and logs that give nothing but a date watch no day
--
-- day: the day; only heads and complete lists are looks, and both must be of one source
--
-- check: a day stands once
with looks as (
    select
        account_id, list_series, cast(finished_at as date) as day, max(finished_at) as last_at,
        max(coalesce(started_at, finished_at)) as begun_at
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    group by account_id, list_series, cast(finished_at as date)
),
neighbours as (
    select
        *,
        lag(day) over (partition by account_id, list_series order by day) as day_before,
        lag(last_at) over (partition by account_id, list_series order by day) as last_before,
        lag(begun_at) over (partition by account_id, list_series order by day) as begun_before
    from looks
),
-- Of a follow that is known less closely nobody knows on which of these days it came.
vague as (
    select distinct account_id, explode(days) as day
    from (
        select account_id, days_up_to(day_start(happened_after), happened_before) as days
        from follow_events
        where direction = 'inbound' and kind = 'follow'
            and days_between(happened_after, happened_before) > placed_days()
        group by account_id, happened_after, happened_before
    ) e
),
listened as (
    select account_id, explode(days) as day
    from (
        select
            account_id,
            days_up_to(
                day_start(from_at + interval 1 day - interval 1 microsecond), to_at - interval 1 day
            ) as days
        from watches
    ) w
)
select distinct n.account_id, n.day
from (
    select account_id, day
    from neighbours
    where day = day_after(day_before, 1)
        and days_between(last_before, last_at) >= 2 - placed_days()
        and days_between(begun_before, last_at) <= placed_days()
    union all
    select l.account_id, cast(l.day as date)
    from listened l
    left join vague v on v.account_id = l.account_id and v.day = l.day
    where v.day is null
) n
join account_facts f using (account_id)
where is_date(cast(n.day as timestamp), f.network_began_at)
