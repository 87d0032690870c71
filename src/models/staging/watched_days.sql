-- Days of UTC on which arrivals can be placed: the account's followers were looked at on the day and on the
-- day before, the last looks of the two 18 to 30 hours apart, or events were listened to all day; one row an
-- account and day.
--
-- day: the day; only heads and complete lists are looks, and both must be of one source
--
-- check: a day stands once
with looks as (
    select account_id, list_series, cast(finished_at as date) as day, max(finished_at) as last_at
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    group by account_id, list_series, cast(finished_at as date)
),
neighbours as (
    select
        *,
        lag(day) over (partition by account_id, list_series order by day) as day_before,
        lag(last_at) over (partition by account_id, list_series order by day) as last_before
    from looks
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
        and days_between(last_before, last_at) <= placed_days()
    union all
    select account_id, cast(day as date) from listened
) n
join account_facts f using (account_id)
where is_date(cast(n.day as timestamp), f.network_began_at)
