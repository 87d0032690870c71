-- The share still following at each age, by Turnbull's estimate. One row a route and age.
select
    route, age_days, people, published(low, people) as low, published(high, people) as high,
    published(interval_low, people) as interval_low, published(interval_high, people) as interval_high
from survival
where account_id = getvariable('account')
order by route, age_days
