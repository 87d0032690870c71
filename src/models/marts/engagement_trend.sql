-- Share of followers who engaged in a week, as if every route had followers of the same ages; one row an
-- account, route and ISO week.
--
-- at_risk: followers in a cohort who were there the whole covered week, see sighted_spells; engaged: those
--   with a reply, quote or mention in it that addresses the brand; interactions: how many such interactions
-- share_raw: engaged / at_risk
-- bands: how many of the age bands 0-4, 5-12, 13+ weeks had anybody
-- share, low, high: standardised to the account's own spread over the bands, with a 95 % interval (Wilson on
--   the effective size). It mixes cohorts and carries no claim. Null where the route has nobody in a band in
--   which another one has somebody that week: no weights make their ages alike
-- effective_people: whole people of a plain sample whose share would vary as much; 0 where it is null
--
-- check: engaged <= at_risk
-- check: effective_people <= at_risk
with people as (
    select
        account_id, f.route, user_id, s.spell, week_of(f.first_seen_at) as first_week,
        -- Whole weeks inside what is certain of the spell.
        week_of(days_after(s.from_at, 7)) as from_week, week_of(s.to_at) as to_week
    from sighted_spells s
    join followers f using (account_id, user_id)
    where f.cohort_month is not null
),
interactions as (
    select account_id, user_id, spell, week_of(acted_before) as week, count(*) as interactions
    from engagements
    where circle = 'brand' and placement = 'inside' and is_covered and kind in ('reply', 'quote', 'mention')
    group by account_id, user_id, spell, week_of(acted_before)
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
in_week as (
    select account_id, week, count(distinct band) as bands_then from at_risk group by account_id, week
),
banded as (
    select
        account_id, route, week, band, r.people as at_risk, coalesce(e.people, 0) as engaged,
        coalesce(e.interactions, 0) as interactions, s.weight, w.bands_then,
        s.weight * (coalesce(e.people, 0)::double / r.people) as weighted,
        s.weight::double * s.weight / r.people as varied
    from at_risk r
    join spread s using (account_id, band)
    join in_week w using (account_id, week)
    left join engaged e using (account_id, route, week, band)
),
-- Three bands at most, named one by one: a sum of doubles in no stated order would not repeat its bytes.
wide as (
    select
        account_id, route, week, sum(at_risk) as at_risk, sum(engaged) as engaged,
        sum(interactions) as interactions, count(*) as bands, max(bands_then) as bands_then,
        cast(sum(weight) as double) as weights,
        max(case when band = 0 then weighted else 0 end) as weighted_0,
        max(case when band = 1 then weighted else 0 end) as weighted_1,
        max(case when band = 2 then weighted else 0 end) as weighted_2,
        max(case when band = 0 then varied else 0 end) as varied_0,
        max(case when band = 1 then varied else 0 end) as varied_1,
        max(case when band = 2 then varied else 0 end) as varied_2
    from banded
    group by account_id, route, week
),
standardised as (
    select
        *, (weighted_0 + weighted_1 + weighted_2) / weights as share,
        -- The size of a plain sample whose share would vary as this weighted one does at one common rate.
        case
            when bands = bands_then then weights * weights / (varied_0 + varied_1 + varied_2)
            else 0
        end as n_effective
    from wide
)
select
    account_id, route, week, cast(at_risk as bigint) as at_risk, cast(engaged as bigint) as engaged,
    cast(interactions as bigint) as interactions, share_of(engaged, at_risk) as share_raw,
    cast(bands as integer) as bands, case when n_effective > 0 then rounded(share, 10) end as share,
    wilson_low(share * n_effective, n_effective) as low,
    wilson_high(share * n_effective, n_effective) as high,
    cast(floor(rounded(n_effective, 6)) as bigint) as effective_people
from standardised
order by account_id, route, week
