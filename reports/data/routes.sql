-- Who came, by route and month of first sight, with the span of months that small ones are merged to. One
-- row a month and route.
with
arrivals as (
    select
        cohort_month as month, route, count(*) as people,
        count(*) filter (where is_blurred_month) as blurred,
        median(blind_days) as blind_days
    from followers
    where account_id = getvariable('account') and route <> 'pre_existing' and cohort_month is not null
    group by cohort_month, route
)
select
    a.month, a.route, a.people, a.blurred, a.blind_days,
    g.group_from, g.group_to, is_too_few(g.group_members) as is_too_few
from arrivals a
join published_groups g
    on g.account_id = getvariable('account') and g.kind = 'arrivals' and g.period = a.month
order by a.month, a.route
