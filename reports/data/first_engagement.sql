-- The share who have engaged for the first time by each age, leaving being the competing event. One row a
-- route and age.
select
    route, age_days, at_risk, published(engaged, at_risk) as engaged,
    published(engaged_low, at_risk) as low, published(engaged_high, at_risk) as high,
    published(gone_before, at_risk) as gone_before
from first_engagement
where account_id = getvariable('account')
order by route, age_days
