-- Who came, by route and month of first sight. One row a month and route.
select
    cohort_month as month, route, count(*) as people,
    count(*) filter (where is_blurred_month) as blurred,
    median(blind_days) as blind_days
from followers
where account_id = getvariable('account') and route <> 'pre_existing' and cohort_month is not null
group by cohort_month, route
order by month, route
