-- Whether newer monthly cohorts do better or worse than older ones. One row a measure and route.
select
    measure, route, cohorts, cast(people as integer) as people, published(slope, people) as slope,
    published(low, people) as low,
    published(high, people) as high, published(p, people) as p
from cohort_slope
where account_id = getvariable('account')
order by measure, route
