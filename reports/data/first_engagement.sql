-- The share who have engaged for the first time by each age, leaving being the competing event. One row a
-- route and age.
select
    route, age_days, at_risk, suppressed(engaged, at_risk) as engaged,
    suppressed(engaged_low, at_risk) as low, suppressed(engaged_high, at_risk) as high,
    suppressed(gone_before, at_risk) as gone_before
from first_engagement
where account_id = getvariable('account')
order by route, age_days
