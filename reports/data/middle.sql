-- How many of the unknown a model expects to be followbacks; read only beside the range. One row.
select
    unknown_people, published(expected_followbacks, unknown_people) as expected_followbacks,
    published(chance, unknown_people) as chance
from middle
where account_id = getvariable('account')
order by unknown_people
