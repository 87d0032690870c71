-- Whom acts reach: the claims on each circle as they stand now. One row a circle.
select
    d.circle, d.measure, d.needs, d.is_asked, c.is_collected, c.looked_at, c.n_followback, c.n_organic,
        c.n_unknown,
    published(c.x_followback, c.n_followback) as x_followback, published(c.x_organic,
        c.n_organic) as x_organic,
    published(c.x_unknown, c.n_unknown) as x_unknown,
    published(wilson_low(c.x_followback, c.n_followback), c.n_followback) as low_followback,
    published(wilson_high(c.x_followback, c.n_followback), c.n_followback) as high_followback,
    published(wilson_low(c.x_organic, c.n_organic), c.n_organic) as low_organic,
    published(wilson_high(c.x_organic, c.n_organic), c.n_organic) as high_organic,
    published(wilson_low(c.x_unknown, c.n_unknown), c.n_unknown) as low_unknown,
    published(wilson_high(c.x_unknown, c.n_unknown), c.n_unknown) as high_unknown,
    published(c.difference, least(c.n_followback, c.n_organic)) as difference,
    published(c.low, least(c.n_followback, c.n_organic)) as low,
    published(c.high, least(c.n_followback, c.n_organic)) as high,
    c.verdict
from claims c
join claim_definitions d using (claim)
where c.account_id = getvariable('account') and c.is_latest and d.circle is not null
order by d.nth
