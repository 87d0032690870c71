-- ISO weeks in which mentions of the brand were covered from beginning to end; one row an account and week.
--
-- week: its Monday
--
-- check: the week lies inside one covered period
select account_id, cast(week_at as date) as week
from (
    select account_id, to_at, explode(weeks) as week_at
    from (
        select
            account_id, to_at,
            -- The first Monday at or after the period's begin, then every seventh day.
            weeks_up_to(week_start(from_at + interval 7 days - interval 1 microsecond), to_at) as weeks
        from coverage
        where kind = 'mention'
    ) c
) w
where week_at + interval 7 days <= to_at
