-- Whom acts reach: the statements on each circle as they stand now. One row a circle.
with
circles as (
    select
        *,
        case claim
            when 'engage_less' then 'brand'
            when 'engage_less_interests' then 'interests'
            when 'engage_less_others' then 'other followers'
            when 'nothing_beyond_x' then 'beyond X'
        end as circle
    from claims
    where account_id = getvariable('account') and is_latest
)
select
    circle, measure, needs, is_collected, looked_at, n_followback, n_organic, n_unknown,
    published(x_followback, n_followback) as x_followback, published(x_organic, n_organic) as x_organic,
    published(x_unknown, n_unknown) as x_unknown,
    published(difference, least(n_followback, n_organic)) as difference,
    published(low, least(n_followback, n_organic)) as low,
    published(high, least(n_followback, n_organic)) as high,
    verdict
from circles
where circle is not null
order by nth
