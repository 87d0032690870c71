-- What looks at the interests of sampled people found, by the strata they were drawn from; one row an
-- account, stratum, period, route and kind of evidence for it. Looks with the newest list of topics only:
-- other topics are another question.
--
-- stratum: the week of first sight, and whether the account followed them then
-- due_at: when everybody of it had been looked at; cohort: the month of the Thursday of its week
-- period: before, after: the 30 days before or after first sight
-- route: of a cohort. may_be_followback: see followers; of folded counts everybody of unknown route may be.
--   is_by_sitting: see people_facts; folded counts do not tell it
-- stratum_people, sampled: how many people the stratum has, and how many of these were looked at or could
--   not be: whoever is of no cohort stands in these alone. A batch that broke off was not stored: its people
--   are not in `sampled`, and the others stand for them
-- people: who could be looked at; matched: with a post on the topics; not_observable: protected, suspended
--   or gone
-- pairs, pairs_before, pairs_after, pairs_both: of period after, those not folded who could be looked at for
--   both periods, and how many matched in each and in both
--
-- check: matched <= people, and people + not_observable <= sampled
with lists as (
    select account_id, topics, week, looked_at from interest_people
    union all
    select account_id, topics, week, cast(null as timestamp) from interest_folds
),
latest as (
    select account_id, topics, max(week) as last_week, max(looked_at) as last_at
    from lists
    group by account_id, topics
),
newest as (
    select
        account_id, topics,
        row_number() over (
            partition by account_id order by last_week desc, last_at desc nulls last, topics
        ) as nth
    from latest
),
looks as (
    select
        p.account_id, p.user_id, p.stratum, p.week, p.period, p.stratum_people, p.is_matched,
        f.route, coalesce(f.may_be_followback, false) as may_be_followback,
        coalesce(f.is_by_sitting, false) as is_by_sitting,
        p.period = 'after' and b.is_matched is not null and p.is_matched is not null as is_pair,
        coalesce(b.is_matched, false) as was_matched
    from interest_people p
    join newest t on t.account_id = p.account_id and t.topics = p.topics and t.nth = 1
    left join people_facts f on f.account_id = p.account_id and f.user_id = p.user_id
    left join interest_people b
        on b.account_id = p.account_id and b.user_id = p.user_id and b.topics = p.topics
        and b.period = 'before'
),
counted as (
    select
        account_id, stratum, week, period, route, may_be_followback, is_by_sitting,
        max(stratum_people) as stratum_people,
        count(is_matched) as people, count(*) filter (where is_matched) as matched,
        count(*) filter (where is_matched is null) as not_observable,
        count(*) filter (where is_pair) as pairs,
        count(*) filter (where is_pair and was_matched) as pairs_before,
        count(*) filter (where is_pair and is_matched) as pairs_after,
        count(*) filter (where is_pair and was_matched and is_matched) as pairs_both
    from looks
    group by account_id, stratum, week, period, route, may_be_followback, is_by_sitting
    union all
    select
        f.account_id, f.stratum, f.week, f.period, f.route, f.route = 'unknown', false,
        f.stratum_people, f.people, f.matched, f.not_observable, 0, 0, 0, 0
    from interest_folds f
    join newest t on t.account_id = f.account_id and t.topics = f.topics and t.nth = 1
),
added as (
    select
        account_id, stratum, week, period, route, may_be_followback, is_by_sitting,
        max(stratum_people) as stratum_people, cast(sum(people) as bigint) as people,
        cast(sum(matched) as bigint) as matched, cast(sum(not_observable) as bigint) as not_observable,
        cast(sum(pairs) as bigint) as pairs, cast(sum(pairs_before) as bigint) as pairs_before,
        cast(sum(pairs_after) as bigint) as pairs_after, cast(sum(pairs_both) as bigint) as pairs_both
    from counted
    group by account_id, stratum, week, period, route, may_be_followback, is_by_sitting
),
sizes as (
    select
        account_id, stratum, period, max(stratum_people) as stratum_people,
        cast(sum(people + not_observable) as bigint) as sampled
    from added
    group by account_id, stratum, period
)
select
    account_id, a.stratum, cast(day_after(a.week, interest_due_days()) as timestamp) as due_at,
    month_of(cast(day_after(a.week, 3) as timestamp)) as cohort, period, a.route, a.may_be_followback,
    a.is_by_sitting, greatest(s.stratum_people, s.sampled) as stratum_people, s.sampled, a.people, a.matched,
    a.not_observable, a.pairs, a.pairs_before, a.pairs_after, a.pairs_both
from added a
join sizes s using (account_id, stratum, period)
where a.route in ('followback', 'organic', 'unknown')
