-- Kept and engaged, everybody of one route together: pooled = sum of hits / sum of sizes. One row a measure,
-- route and age.
with
cells as (
    select
        'kept' as measure, route, age_days, members, size, kept as hits,
        cast(null as bigint) as hits_at_most,
        size_maybe, kept_maybe as hits_maybe
    from cohort_retention
    where account_id = getvariable('account') and period = 'month' and age_days >= 30
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
)
select
    measure, route, age_days, members, size, hits, hits_at_most, size_maybe, hits_maybe,
    published(hits / size, least(members, size)) as share,
    published(wilson_low(hits, size), least(members, size)) as low,
    published(wilson_high(hits, size), least(members, size)) as high
from pooled
order by measure, route, age_days
