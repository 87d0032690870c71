-- Whether the two curves differ over all ages at once. One row.
select
    cast(followback_people as integer) as followback_people,
    cast(organic_people as integer) as organic_people,
    suppressed(z, least(followback_people, organic_people)) as z,
    suppressed(p, least(followback_people, organic_people)) as p
from curve_test
where account_id = getvariable('account')
