-- Whether newer monthly cohorts do better or worse than older ones. One row a measure and route.
select
    measure, route, cohorts, cast(people as integer) as people, suppressed(slope, people) as slope,
    suppressed(low, people) as low,
    suppressed(high, people) as high, suppressed(p, people) as p
from cohort_slope
where account_id = getvariable('account')
order by measure, route
