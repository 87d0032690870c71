-- The share still following at each age, by Turnbull's estimate. One row a route and age.
select
    route, age_days, people, suppressed(low, people) as low, suppressed(high, people) as high,
    suppressed(interval_low, people) as interval_low, suppressed(interval_high, people) as interval_high
from survival
where account_id = getvariable('account')
order by route, age_days
