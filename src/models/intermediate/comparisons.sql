-- How followers by followback and organic ones differ, with the followers of unknown route counted in
-- every way they can be; one row an account, measure, age, quarter end and way of counting the unknown.
--
-- The one place where the difference of two routes and its interval are computed (of a sample that weighs
-- people: computed/interest-ways.ts): the mart differences shows those by age, claim_estimates judges those
-- at a quarter end.
--
-- measure, age_days: by an age, engaged or retained, all monthly cohorts together; evaluated_at is null
-- measure, evaluated_at: at a quarter end, the claim counted (see claim_counts); age_days is null
-- nth, unknown_as: how the unknown are counted, see differences. without_sittings = left out, and those
--   whose route rests on a sitting alone as well; where there are such
-- x1, n1, x0, n0: how many of how many did it, by followback and organic, so counted
-- difference: followback less organic, as shares; low_95, high_95, low_99, high_99: with Newcombe's
--   intervals. Null where a route has nobody
-- f_n, o_n, u_n, m_n, s_n: people whose route is certain or rests on a sitting, by followback and
--   organic; of unknown route; of those who may be followbacks; of the certain by a sitting alone
-- sure_f_n, sure_o_n: people who are by followback, or organic, in every way of counting
with cells as (
    select
        account_id, 'retained' as measure, age_days, cast(null as timestamp) as evaluated_at, route,
        size as n, retained as x, size_maybe as n_maybe, retained_maybe as x_maybe,
        size_sitting as n_sitting, retained_sitting as x_sitting
    from cohort_retention
    where period = 'month'
    union all
    select
        account_id, 'engaged', age_days, null, route, size, engaged, size_maybe, engaged_maybe,
        size_sitting, engaged_sitting
    from cohort_engagement
    where period = 'month'
    union all
    select account_id, claim, null, evaluated_at, route, n, x, n_maybe, x_maybe, n_sitting, x_sitting
    from claim_counts
    -- Of a claim that is no share of people, or counted from a sample, x is null: see arrival_unevenness,
    -- interests.
    where x is not null
),
counts as (
    select
        account_id, measure, age_days, evaluated_at,
        cast(coalesce(sum(x) filter (where route = 'followback'), 0) as bigint) as f_x,
        cast(coalesce(sum(n) filter (where route = 'followback'), 0) as bigint) as f_n,
        cast(coalesce(sum(x) filter (where route = 'organic'), 0) as bigint) as o_x,
        cast(coalesce(sum(n) filter (where route = 'organic'), 0) as bigint) as o_n,
        cast(coalesce(sum(x_sitting) filter (where route = 'followback'), 0) as bigint) as fs_x,
        cast(coalesce(sum(n_sitting) filter (where route = 'followback'), 0) as bigint) as fs_n,
        cast(coalesce(sum(x_sitting) filter (where route = 'organic'), 0) as bigint) as os_x,
        cast(coalesce(sum(n_sitting) filter (where route = 'organic'), 0) as bigint) as os_n,
        cast(coalesce(sum(n) filter (where route = 'unknown'), 0) as bigint) as u_n,
        cast(coalesce(sum(x - x_maybe) filter (where route = 'unknown'), 0) as bigint) as r_x,
        cast(coalesce(sum(n - n_maybe) filter (where route = 'unknown'), 0) as bigint) as r_n,
        cast(coalesce(sum(x_maybe) filter (where route = 'unknown'), 0) as bigint) as m_x,
        cast(coalesce(sum(n_maybe) filter (where route = 'unknown'), 0) as bigint) as m_n
    from cells
    group by account_id, measure, age_days, evaluated_at
),
-- Surely followback, surely organic (with the unknown who cannot be followbacks), and who may be either.
sides as (
    select
        account_id, measure, age_days, evaluated_at, f_x, f_n, o_x, o_n, u_n, m_n, fs_n + os_n as s_n,
        f_x - fs_x as sure_f_x, f_n - fs_n as sure_f_n,
        o_x - os_x + r_x as sure_o_x, o_n - os_n + r_n as sure_o_n,
        o_x - os_x as own_o_x, o_n - os_n as own_o_n,
        m_x + fs_x + os_x as e_x, m_n + fs_n + os_n as e_n
    from counts
),
ways as (
    select *, 1 as nth, 'left_out' as unknown_as, f_x as x1, f_n as n1, o_x as x0, o_n as n0
    from sides
    union all
    select *, 2, 'followback', sure_f_x + e_x, sure_f_n + e_n, sure_o_x, sure_o_n
    from sides
    where e_n > 0
    union all
    select *, 3, 'organic', sure_f_x, sure_f_n, sure_o_x + e_x, sure_o_n + e_n
    from sides
    where u_n + s_n > 0
    union all
    select *, 4, 'who_did_followback', sure_f_x + e_x, sure_f_n + e_x, sure_o_x, sure_o_n + e_n - e_x
    from sides
    where e_n > 0
    union all
    select *, 5, 'who_did_organic', sure_f_x, sure_f_n + e_n - e_x, sure_o_x + e_x, sure_o_n + e_x
    from sides
    where e_n > 0
    union all
    select *, 6, 'without_sittings', sure_f_x, sure_f_n, own_o_x, own_o_n
    from sides
    where s_n > 0
)
select
    account_id, measure, age_days, evaluated_at, nth, unknown_as, x1, n1, x0, n0,
    difference_of(x1, n1, x0, n0) as difference,
    newcombe_low(x1, n1, x0, n0, z_95()) as low_95, newcombe_high(x1, n1, x0, n0, z_95()) as high_95,
    newcombe_low(x1, n1, x0, n0, z_99()) as low_99, newcombe_high(x1, n1, x0, n0, z_99()) as high_99,
    f_n, o_n, u_n, m_n, s_n, sure_f_n, sure_o_n
from ways
order by account_id, measure, age_days, evaluated_at, nth
