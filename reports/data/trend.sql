-- The share of followers who engaged in a week, age-standardised. One row a route and week.
select
    route, week, at_risk,
    suppressed(share, at_risk) as share, suppressed(low, at_risk) as low, suppressed(high, at_risk) as high
from engagement_trend
where account_id = getvariable('account')
order by route, week
