-- Who reached other followers, by week of first sight: people of a week talk under the same posts and answer
-- each other, so that shares have intervals from week to week; one row an account, quarter end, basis,
-- route, certainty of the route and week.
--
-- evaluated_at: the quarter end; only whose 30 days were read by then count, see claim_counts. Null: today
-- basis: covered, or at least (today alone), see circle_counts
-- may_be_followback, is_by_sitting: see people_facts
-- week: the Monday of their first sight; week_number: weeks since 1970-01-05
-- people, reached: with 30 covered days; of these, who addressed another follower within them
--
-- check: reached <= people
with sides as (
    select
        account_id, o.user_id, cast(null as timestamp) as evaluated_at, 'covered' as basis,
        o.reached_30 as is_reached
    from other_follower_facts o
    union all
    select account_id, o.user_id, null, 'at least', o.reached_30_at_least from other_follower_facts o
    union all
    select l.account_id, o.user_id, l.evaluated_at, 'covered', o.reached_30
    from verdict_dates l
    join other_follower_facts o on o.account_id = l.account_id and o.reached_30_at <= l.evaluated_at
)
select
    account_id, s.evaluated_at, s.basis, p.route, p.may_be_followback, p.is_by_sitting,
    week_of(p.first_seen_at) as week,
    weeks_between(date '1970-01-05', week_of(p.first_seen_at)) as week_number,
    count(*) as people, count(*) filter (where s.is_reached) as reached
from sides s
join people_facts p using (account_id, user_id)
where s.is_reached is not null
group by
    account_id, s.evaluated_at, s.basis, p.route, p.may_be_followback, p.is_by_sitting,
    week_of(p.first_seen_at)
