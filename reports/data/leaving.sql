-- Why followers left: the share gone for each cause by each age, as competing risks. One row a route, age
-- and cause.
select
    l.route, l.age_days, l.cause, cast(l.at_risk as integer) as at_risk,
    suppressed(l.share, l.at_risk) as share, suppressed(l.low, l.at_risk) as low,
    suppressed(l.high, l.at_risk) as high
from leaving_causes l
where l.account_id = getvariable('account')
order by l.age_days, l.route, l.cause
