-- How many of the unknown a model expects to be followbacks; read only beside the range. One row.
select
    unknown_people, suppressed(expected_followbacks, unknown_people) as expected_followbacks,
    suppressed(chance, unknown_people) as chance
from unknown_route_estimate
where account_id = getvariable('account')
order by unknown_people
