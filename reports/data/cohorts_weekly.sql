-- The triangles: cohorts by ISO week of first sight, small ones merged. One row a measure, route, group of
-- weeks and age.
with
cells as (
    select
        'retained' as measure, route, cohort, age_days, members, size, retained as hits, is_complete
    from cohort_retention
    where account_id = getvariable('account') and period = 'week' and age_days >= youngest_retained_days()
    union all
    select 'engaged', route, cohort, age_days, members, size, engaged, is_complete
    from cohort_engagement
    where account_id = getvariable('account') and period = 'week'
),
merged as (
    select
        c.measure, c.route, g.group_from as cohort, g.group_to as cohort_to, c.age_days,
        g.group_members as members,
        sum(c.size) as size, sum(c.hits) as hits,
        -- Of a period that nobody has reached the age in there is no cell.
        bool_and(c.is_complete) and sum(c.members) >= g.group_members as is_complete
    from cells c
    join published_groups g
        on g.account_id = getvariable('account') and g.kind = 'cohort_week' and g.route = c.route
        and g.period = c.cohort
    group by c.measure, c.route, g.group_from, g.group_to, c.age_days, g.group_members
    having sum(c.size) > 0 or c.age_days <= youngest_retained_days()
),
-- A cell of which less than half can be seen yet says nothing.
seen as (select *, case when 2 * size >= members then size end as shown from merged)
select
    measure, route, cohort, cohort_to, age_days, members, size,
    suppressed(hits / size, shown) as share,
    suppressed(wilson_low(hits, size), shown) as low,
    suppressed(wilson_high(hits, size), shown) as high,
    is_complete,
    is_too_few(members) as is_too_few
from seen
order by measure, route, cohort, age_days
