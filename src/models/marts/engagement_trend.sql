-- Share of followers who engaged in a week, as if every route had followers of the same ages; one row an
-- account, route and ISO week.
--
-- at_risk: followers in a cohort who were there the whole covered week, see sighted_spells; engaged: those
--   with a reply, quote or mention in it that addresses the brand; interactions: how many such interactions
-- share_raw: engaged / at_risk
-- bands: how many of the age bands 0-4, 5-12, 13+ weeks had anybody
-- share, low, high: standardised to the account's own spread over the bands, with a 95 % interval (Wilson on
--   the effective size). It mixes cohorts and carries no claim
--
-- check: engaged <= at_risk
with people as (
    select
        account_id, f.route, user_id, s.spell, week_of(f.first_seen_at) as first_week,
        -- Whole weeks inside what is certain of the spell.
        week_of(days_after(s.from_at, 7)) as from_week,
        week_of(s.to_at) as to_week
    from sighted_spells s
    join followers f using (account_id, user_id)
    where f.cohort_month is not null
),
groups as (
    select account_id, route, first_week, from_week, to_week, count(*) as people
    from people
    group by account_id, route, first_week, from_week, to_week
),
at_risk as (
    select
        g.account_id, g.route, w.week,
        case
            when weeks_between(g.first_week, w.week) <= 5 then 0
            when weeks_between(g.first_week, w.week) <= 13 then 1
            else 2
        end as band,
        sum(g.people) as people
    from groups g
    join covered_weeks w on w.account_id = g.account_id and w.week >= g.from_week and w.week < g.to_week
    group by g.account_id, g.route, w.week, band
),
interactions as (
    select e.account_id, e.user_id, e.spell, week_of(e.acted_before) as week, count(*) as interactions
    from engagements e
    where e.circle = 'brand' and e.placement = 'inside' and e.kind in ('reply', 'quote', 'mention')
        and e.is_covered
    group by e.account_id, e.user_id, e.spell, week_of(e.acted_before)
),
engaged as (
    select
        p.account_id, p.route, a.week,
        case
            when weeks_between(p.first_week, a.week) <= 5 then 0
            when weeks_between(p.first_week, a.week) <= 13 then 1
            else 2
        end as band,
        count(*) as people, sum(a.interactions) as interactions
    from interactions a
    join people p
        on p.account_id = a.account_id and p.user_id = a.user_id and p.spell = a.spell
        and a.week >= p.from_week and a.week < p.to_week
    group by p.account_id, p.route, a.week, band
),
spread as (
    select account_id, band, sum(people) as weight from at_risk group by account_id, band
),
banded as (
    select
        account_id, route, week, band, r.people as at_risk, coalesce(e.people, 0) as engaged,
        coalesce(e.interactions, 0) as interactions, s.weight,
        sum(s.weight) over (partition by account_id, route, week) as weights
    from at_risk r
    join spread s using (account_id, band)
    left join engaged e using (account_id, route, week, band)
),
-- Three bands at most, named one by one: a sum of doubles in no stated order would not repeat its bytes.
wide as (
    select
        account_id, route, week, sum(at_risk) as at_risk, sum(engaged) as engaged,
        sum(interactions) as interactions,
        count(*) as bands, max(weights) as weights,
        max(case when band = 0 then weight else 0 end) as w0,
        max(case when band = 1 then weight else 0 end) as w1,
        max(case when band = 2 then weight else 0 end) as w2,
        max(case when band = 0 then at_risk else 0 end) as n0,
        max(case when band = 1 then at_risk else 0 end) as n1,
        max(case when band = 2 then at_risk else 0 end) as n2,
        max(case when band = 0 then engaged else 0 end) as x0,
        max(case when band = 1 then engaged else 0 end) as x1,
        max(case when band = 2 then engaged else 0 end) as x2
    from banded
    group by account_id, route, week
),
standardised as (
    select
        *,
        (coalesce(w0 * (x0::double / nullif(n0, 0)), 0) + coalesce(w1 * (x1::double / nullif(n1, 0)), 0)
            + coalesce(w2 * (x2::double / nullif(n2, 0)), 0)) / weights as share,
        -- The size of a plain sample whose share would vary as this weighted one does at one common rate.
        1 / (coalesce((w0::double / weights) * (w0::double / weights) / nullif(n0, 0), 0)
            + coalesce((w1::double / weights) * (w1::double / weights) / nullif(n1, 0), 0)
            + coalesce((w2::double / weights) * (w2::double / weights) / nullif(n2, 0), 0)) as n_effective
    from wide
)
select
    account_id, route, week, cast(at_risk as bigint) as at_risk, cast(engaged as bigint) as engaged,
    cast(interactions as bigint) as interactions,
    share_of(engaged, at_risk) as share_raw, cast(bands as integer) as bands, round(share, 10) as share,
    wilson_low(share * n_effective, n_effective) as low,
    wilson_high(share * n_effective, n_effective) as high
from standardised
order by account_id, route, week
