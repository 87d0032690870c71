-- Whom interactions reach: the claims on each circle as they stand now. One row a circle. Of a circle that
-- was looked at in a sample, shares are weighted, and `n` are the people who could be looked at.
with
now_standing as (
    select d.nth, d.circle, d.measure, d.is_asked, d.is_sampled, d.unit, c.*
    from claims c
    join claim_definitions d using (claim)
    where c.account_id = getvariable('account') and c.is_latest and d.circle is not null
),
counts as (
    select
        circle, 'followback' as route, x_followback as x, n_followback as n,
        coalesce(effective_followback, n_followback) as effective
    from now_standing
    where not is_sampled
    union all
    select circle, 'organic', x_organic, n_organic, coalesce(effective_organic, n_organic)
    from now_standing
    where not is_sampled
    union all
    select circle, 'unknown', x_unknown, n_unknown, coalesce(effective_unknown, n_unknown)
    from now_standing
    where not is_sampled
),
shares as (
    select
        circle, route, n, share_of(x, n) as share,
        case when n > 0 then wilson_low_at(share_of(x, n) * effective, effective, z_95()) end as low,
        case when n > 0 then wilson_high_at(share_of(x, n) * effective, effective, z_95()) end as high
    from counts
    union all
    select s.circle, i.route, i.people, i.share, i.low, i.high
    from now_standing s
    join interests i
        on i.account_id = s.account_id and i.evaluated_at = s.evaluated_at and i.period = 'after'
        and i.cohort is null
    where s.is_sampled
),
published as (
    select
        circle,
        max(suppressed(share, n)) filter (where route = 'followback') as share_followback,
        max(suppressed(low, n)) filter (where route = 'followback') as low_followback,
        max(suppressed(high, n)) filter (where route = 'followback') as high_followback,
        max(suppressed(share, n)) filter (where route = 'organic') as share_organic,
        max(suppressed(low, n)) filter (where route = 'organic') as low_organic,
        max(suppressed(high, n)) filter (where route = 'organic') as high_organic,
        max(suppressed(share, n)) filter (where route = 'unknown') as share_unknown,
        max(suppressed(low, n)) filter (where route = 'unknown') as low_unknown,
        max(suppressed(high, n)) filter (where route = 'unknown') as high_unknown
    from shares
    group by circle
)
select
    circle, s.measure, s.needs, s.is_asked, s.is_sampled, s.is_collected, s.evaluated_at,
    s.n_followback, s.n_organic, s.n_unknown,
    p.share_followback, p.share_organic, p.share_unknown, p.low_followback, p.high_followback,
    p.low_organic, p.high_organic, p.low_unknown, p.high_unknown,
    suppressed(s.difference, least(s.n_followback, s.n_organic)) as difference,
    suppressed(s.low, least(s.n_followback, s.n_organic)) as low,
    suppressed(s.high, least(s.n_followback, s.n_organic)) as high,
    suppressed(s.range_low, least(s.n_followback, s.n_organic)) as range_low,
    suppressed(s.range_high, least(s.n_followback, s.n_organic)) as range_high,
    -- Of weeks there are no people to be too few.
    case
        when s.unit = 'per_week' then s.verdict
        else coalesce(suppressed(s.verdict, least(s.n_followback, s.n_organic)), 'cannot tell yet')
    end
        as verdict
from now_standing s
left join published p using (circle)
order by s.nth
