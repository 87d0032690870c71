-- How many followers of each route post on the account's topics before and after they came, by a sample, as
-- it stands today. One row a route and period.
select
    route, period, people, suppressed(share, people) as share, suppressed(low, people) as low,
    suppressed(high, people) as high, suppressed(effective_people, people) as effective_people,
    not_observable, suppressed(not_observable_share, people + not_observable) as not_observable_share,
    suppressed(difference, people) as difference, suppressed(difference_low, people) as difference_low,
    suppressed(difference_high, people) as difference_high
from interests
where account_id = getvariable('account') and evaluated_at is null and cohort is null
order by route, period desc
