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
    -- A day has 23 to 25 hours, and 50 where its zone is not known. An hour and a half after its middle it
    -- is that date in UTC too, from Hawaii, 10 hours behind, to New Zealand in summer, 13 ahead.
    select
        account_id, happened_before,
        cast(days_after(happened_after, days_between(happened_after, happened_before) / 2 + 0.0625) as date)
    from follow_events
    where 24 * days_between(happened_after, happened_before) >= 22.9
        and 24 * days_between(happened_after, happened_before) <= 50.1
)
select account_id, told_at, min(day) as day from told group by account_id, told_at
