-- How many of the unknown a model expects to be followbacks; read only beside the range. Null where the
-- account's weeks do not tell: outreach never varies, or it follows back at another rate without it.
-- One row.
select
    unknown_people, suppressed(expected_followbacks, unknown_people) as expected_followbacks,
    suppressed(chance, unknown_people) as chance, suppressed(low_95, unknown_people) as low_95,
    suppressed(high_95, unknown_people) as high_95
from unknown_route_estimate
where account_id = getvariable('account')
order by unknown_people
