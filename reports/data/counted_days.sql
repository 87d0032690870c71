-- Of which days X's own counts of the account are stored. One row, also where there are none: then 0 days.
select
    cast(count(*) as integer) as days, min(day) as first_day, max(day) as last_day,
    coalesce(cast(datediff('day', min(day), max(day)) + 1 - count(*) as integer), 0) as missing_days
from daily_counts
where account_id = getvariable('account') and new_follows is not null and unfollows is not null
