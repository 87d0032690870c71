-- Days of which nothing but the date is known, by the instant at which they are over; one row an account and
-- instant.
--
-- told_at: when the day is over, in its zone or anywhere on Earth: in UTC that is mostly on the next one
-- day: the date that a list, a follow or an unfollow gives
--
-- check: told_at stands once
with told as (
    select account_id, finished_at as told_at, try_cast(sitting as date) as day
    from lists
    where try_cast(sitting as date) is not null
    union all
    select account_id, happened_before, bare_date(happened_after, happened_before)
    from follow_events
    where bare_date(happened_after, happened_before) is not null
)
select account_id, told_at, min(day) as day from told group by account_id, told_at
