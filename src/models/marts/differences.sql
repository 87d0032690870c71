-- How followers by followback and organic ones differ in what they did by an age, with the followers of
-- unknown route
-- counted in every way they can be; one row an account, measure, age and way of counting the unknown.
--
-- measure: engaged (by that age) or retained (at that age), see cohort_engagement and cohort_retention; all
--   monthly cohorts
--   together. age_days: counted from first sight
-- nth, unknown_as: how the unknown are counted. left_out = not at all; followback = those who may be
--   followbacks as
--   such; organic = all of them as organic; who_did_followback, who_did_organic = the worst cases: of those
--   who may be
--   followbacks, they who did it by that route and the others by the other. Unknowns who cannot be
--   followbacks are
--   organic wherever they are counted. Whose route rests on a sitting alone counts by it under left_out, and
--   everywhere else as an unknown who may be a followback. Where nobody is unknown there is left_out alone
-- x_followback, n_followback, x_organic, n_organic: how many of how many did it, so counted
-- difference: followback less organic, as shares; low_95, high_95, low_99, high_99: with Newcombe's
--   intervals
-- certain_followback, certain_organic, n_unknown, n_maybe: people whose route is certain, or rests on a
--   sitting, and of unknown route, and of those who may be followbacks, on every row
-- n_sitting: of the certain, those whose route rests on a sitting alone
-- range_low, range_high: the least and the most the difference can be with the unknown as followback or as
--   organic (where nobody's route is certain without sittings: in any way);
--   range_low_95, range_high_95: the outer ends of the 95 % intervals of these
--
-- check: low_99 <= low_95 <= difference <= high_95 <= high_99
-- check: range_low_95 <= range_low <= range_high <= range_high_95
with compared as (
    select * from comparisons
    where evaluated_at is null and unknown_as <> 'without_sittings' and n1 > 0 and n0 > 0
),
ranges as (
    select
        account_id, measure, age_days, min(difference) as range_low, max(difference) as range_high,
        min(low_95) as range_low_95, max(high_95) as range_high_95
    from compared
    where unknown_as in ('followback', 'organic') or u_n + s_n = 0
        or s_n > 0 and least(sure_f_n, sure_o_n) = 0
    group by account_id, measure, age_days
)
select
    c.account_id, c.measure, c.age_days, c.nth, c.unknown_as,
    c.x1 as x_followback, c.n1 as n_followback, c.x0 as x_organic, c.n0 as n_organic,
    c.difference, c.low_95, c.high_95, c.low_99, c.high_99,
    c.f_n as certain_followback, c.o_n as certain_organic, c.u_n as n_unknown, c.m_n as n_maybe,
    c.s_n as n_sitting,
    r.range_low, r.range_high, r.range_low_95, r.range_high_95
from compared c
join ranges r using (account_id, measure, age_days)
order by c.account_id, c.measure, c.age_days, c.nth
