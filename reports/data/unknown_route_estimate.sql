-- How many of the unknown a model expects to be followbacks; read only beside the range. Null where the
-- account's weeks do not tell: outreach never varies, or it follows back at another rate without it.
-- One row; none of fewer people than are shown.
select unknown_people, expected_followbacks, chance, low_95, high_95
from unknown_route_estimate
where account_id = getvariable('account') and not is_too_few(unknown_people)
order by unknown_people
