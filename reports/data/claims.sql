-- The statements under test, with the verdict that stands since the last quarter end. One row a statement.
with
latest as (
    select *, least(n_followback, n_organic) as smaller
    from claims
    where account_id = getvariable('account') and is_latest
)
select
    nth, claim, statement, matters, needs, is_collected, looked_at,
    n_followback, n_organic, n_unknown, n_maybe,
    published(x_followback, n_followback) as x_followback,
    published(x_organic, n_organic) as x_organic,
    published(difference, smaller) as difference,
    published(low, smaller) as low, published(high, smaller) as high,
    published(range_low, smaller) as range_low, published(range_high, smaller) as range_high,
    coalesce(published(verdict, smaller), 'cannot tell yet') as verdict,
    needed_people, needed_by
from latest
order by nth
