-- The share of followers who engaged in a week, age-standardised; null where so few weigh so much that it
-- rests on fewer than a plain sample of 30. One row a route and week.
select
    route, week, at_risk,
    suppressed(share, effective_people) as share, suppressed(low, effective_people) as low,
    suppressed(high, effective_people) as high
from engagement_trend
where account_id = getvariable('account')
order by route, week
