-- Whom interactions reach: the claims on each circle as they stand now. One row a circle.
select
    d.circle, d.measure, d.needs, d.is_asked, c.is_collected, c.evaluated_at, c.n_followback, c.n_organic,
        c.n_unknown,
    suppressed(c.x_followback, c.n_followback) as x_followback, suppressed(c.x_organic,
        c.n_organic) as x_organic,
    suppressed(c.x_unknown, c.n_unknown) as x_unknown,
    suppressed(wilson_low(c.x_followback, c.n_followback), c.n_followback) as low_followback,
    suppressed(wilson_high(c.x_followback, c.n_followback), c.n_followback) as high_followback,
    suppressed(wilson_low(c.x_organic, c.n_organic), c.n_organic) as low_organic,
    suppressed(wilson_high(c.x_organic, c.n_organic), c.n_organic) as high_organic,
    suppressed(wilson_low(c.x_unknown, c.n_unknown), c.n_unknown) as low_unknown,
    suppressed(wilson_high(c.x_unknown, c.n_unknown), c.n_unknown) as high_unknown,
    suppressed(c.difference, least(c.n_followback, c.n_organic)) as difference,
    suppressed(c.low, least(c.n_followback, c.n_organic)) as low,
    suppressed(c.high, least(c.n_followback, c.n_organic)) as high,
    suppressed(c.range_low, least(c.n_followback, c.n_organic)) as range_low,
    suppressed(c.range_high, least(c.n_followback, c.n_organic)) as range_high,
    coalesce(suppressed(c.verdict, least(c.n_followback, c.n_organic)), 'cannot tell yet') as verdict
from claims c
join claim_definitions d using (claim)
where c.account_id = getvariable('account') and c.is_latest and d.circle is not null
order by d.nth
