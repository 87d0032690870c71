-- The claims under test, with the verdict that stands since the last quarter end. One row a claim.
with
latest as (
    select *, least(n_followback, n_organic) as smaller
    from claims
    where account_id = getvariable('account') and is_latest
)
select
    d.nth, claim, replace(d.statement, 'beyond X', 'beyond ' || getvariable('network_name')) as statement,
    replace(d.title, 'beyond X', 'beyond ' || getvariable('network_name')) as title,
    d.matters, d.unit, d.needs,
    case
        when d.claim = 'engage_less' and getvariable('follows_are_records')
            then 'without a login mentions elsewhere are not public, so that not all who engage are seen'
        when d.claim = 'engage_less' and exists (
            select 1
            from engagements
            where account_id = getvariable('account') and circle = 'brand'
                and kind in ('reply', 'quote', 'mention')
        )
            then 'nothing says of which time the stored replies, quotes and mentions are all (--covers)'
        else d.wanting
    end
        as wanting,
    d.is_asked, d.is_main, d.did, d.above,
    -- Not every account has every page.
    case when list_contains(getvariable('pages'), coalesce(d.page, 'method')) then d.page else 'method' end
        as page,
    case
        when list_contains(getvariable('pages'), coalesce(d.page, 'method')) then d.link
        else 'How it is counted'
    end
        as link,
    l.is_collected, l.evaluated_at, l.n_followback, l.n_organic, l.n_unknown, l.n_maybe, l.n_sitting,
    is_too_few(l.n_followback) as is_followback_too_few, is_too_few(l.n_organic) as is_organic_too_few,
    suppressed(l.x_followback, l.n_followback) as x_followback,
    suppressed(l.x_organic, l.n_organic) as x_organic,
    suppressed(l.difference, l.smaller) as difference,
    suppressed(l.low, l.smaller) as low, suppressed(l.high, l.smaller) as high,
    suppressed(l.range_low, l.smaller) as range_low, suppressed(l.range_high, l.smaller) as range_high,
    suppressed(l.value_followback, l.smaller) as value_followback,
    suppressed(l.value_organic, l.smaller) as value_organic,
    suppressed(l.quiet_difference, l.smaller) as quiet_difference,
    suppressed(l.quiet_low, l.smaller) as quiet_low, suppressed(l.quiet_high, l.smaller) as quiet_high,
    -- Of weeks there are no people to be too few.
    case
        when d.unit = 'per_week' then l.verdict
        else coalesce(suppressed(l.verdict, l.smaller), 'cannot tell yet')
    end
        as verdict,
    l.needed_people, l.needed_by
from latest l
join claim_definitions d using (claim)
order by d.nth
