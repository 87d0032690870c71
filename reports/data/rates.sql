-- Kept and engaged, everybody of one route together: pooled = sum of hits / sum of sizes. One row a measure,
-- route and age.
with
cells as (
    select
        'retained' as measure, route, age_days, members, size, retained as hits,
        cast(null as bigint) as hits_at_most,
        size_maybe, retained_maybe as hits_maybe
    from cohort_retention
    where account_id = getvariable('account') and period = 'month' and age_days >= youngest_kept_days()
    union all
    select 'engaged', route, age_days, members, size, engaged, engaged_at_most, size_maybe, engaged_maybe
    from cohort_engagement
    where account_id = getvariable('account') and period = 'month'
),
pooled as (
    select
        measure, route, age_days, sum(members) as members, sum(size) as size, sum(hits) as hits,
        sum(hits_at_most) as hits_at_most, sum(size_maybe) as size_maybe, sum(hits_maybe) as hits_maybe
    from cells
    where size > 0
    group by measure, route, age_days
),
-- A route's own people, with the unknown who are organic in any case, and the unknown who may be either.
ranged as (
    select
        p.*,
        p.hits + case when p.route = 'organic' then coalesce(u.hits - u.hits_maybe, 0)
            else 0 end as sure_hits,
        p.size + case when p.route = 'organic' then coalesce(u.size - u.size_maybe, 0)
            else 0 end as sure_size,
        case when p.route in ('followback', 'organic') then coalesce(u.hits_maybe, 0) else 0 end as may_hit,
        case when p.route in ('followback', 'organic') then coalesce(u.size_maybe - u.hits_maybe, 0)
            else 0 end as may_not
    from pooled p
    left join pooled u on u.measure = p.measure and u.age_days = p.age_days and u.route = 'unknown'
)
select
    measure, route, age_days, members, size, hits, hits_at_most, size_maybe, hits_maybe,
    suppressed(hits / size, least(members, size)) as share,
    suppressed(wilson_low(hits, size), least(members, size)) as low,
    suppressed(wilson_high(hits, size), least(members, size)) as high,
    suppressed(sure_hits / (sure_size + may_not), least(members, size)) as range_low,
    suppressed((sure_hits + may_hit) / (sure_size + may_hit), least(members, size)) as range_high
from ranged
order by measure, route, age_days
