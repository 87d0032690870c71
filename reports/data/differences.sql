-- Followback less organic in what they did by an age, the unknown counted in every way. One row a measure,
-- age and way.
with
own as (
    select *, least(certain_followback, certain_organic) as smaller
    from differences
    where account_id = getvariable('account')
)
select
    measure, age_days, unknown_as, x_followback, n_followback, x_organic, n_organic,
    certain_followback, certain_organic, n_unknown, n_maybe, n_sitting,
    difference, low_95, high_95, low_99, high_99,
    range_low, range_high, range_low_95, range_high_95
from own
where not is_too_few(smaller) and (measure = 'engaged' or age_days >= youngest_retained_days())
order by measure, age_days, nth
