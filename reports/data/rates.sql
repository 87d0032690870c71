-- Kept and engaged, everybody of one route together: pooled = sum of hits / sum of sizes. One row a measure,
-- route and age.
with
cells as (
    select
        'retained' as measure, route, age_days, members, size, retained as hits,
        cast(null as bigint) as hits_at_most,
        size_maybe, retained_maybe as hits_maybe, size_sitting, retained_sitting as hits_sitting
    from cohort_retention
    where account_id = getvariable('account') and period = 'month' and age_days >= youngest_retained_days()
    union all
    select 'engaged', route, age_days, members, size, engaged, engaged_at_most, size_maybe, engaged_maybe,
        size_sitting, engaged_sitting
    from cohort_engagement
    where account_id = getvariable('account') and period = 'month'
),
pooled as (
    select
        measure, route, age_days, sum(members) as members, sum(size) as size, sum(hits) as hits,
        sum(hits_at_most) as hits_at_most, sum(size_maybe) as size_maybe, sum(hits_maybe) as hits_maybe,
        sum(size_sitting) as size_sitting, sum(hits_sitting) as hits_sitting
    from cells
    where size > 0
    group by measure, route, age_days
),
-- Who may be either: the unknown who may, and everybody whose route rests on a sitting alone.
either as (
    select
        measure, age_days, sum(hits_maybe + hits_sitting) as hits, sum(size_maybe + size_sitting) as size
    from pooled
    group by measure, age_days
),
-- A route's own people, with the unknown who are organic in any case, and those who may be either.
ranged as (
    select
        p.*, least(p.members, p.size) as shown,
        p.hits - p.hits_sitting + case when p.route = 'organic' then coalesce(u.hits - u.hits_maybe, 0)
            else 0 end as sure_hits,
        p.size - p.size_sitting + case when p.route = 'organic' then coalesce(u.size - u.size_maybe, 0)
            else 0 end as sure_size,
        case when p.route in ('followback', 'organic') then e.hits else 0 end as may_hit,
        case when p.route in ('followback', 'organic') then e.size - e.hits else 0 end as may_not
    from pooled p
    join either e on e.measure = p.measure and e.age_days = p.age_days
    left join pooled u on u.measure = p.measure and u.age_days = p.age_days and u.route = 'unknown'
)
select
    measure, route, age_days, members, size, suppressed(hits, shown) as hits,
    suppressed(hits_at_most, shown) as hits_at_most, size_maybe, suppressed(hits_maybe, shown) as hits_maybe,
    size_sitting, suppressed(hits_sitting, shown) as hits_sitting,
    suppressed(hits / size, shown) as share,
    suppressed(wilson_low(hits, size), shown) as low,
    suppressed(wilson_high(hits, size), shown) as high,
    suppressed(coalesce(sure_hits / nullif(sure_size + may_not, 0), 1), shown) as range_low,
    suppressed(coalesce((sure_hits + may_hit) / nullif(sure_size + may_hit, 0), 0), shown)
        as range_high
from ranged
order by measure, route, age_days
