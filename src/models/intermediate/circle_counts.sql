-- What shares and rates of the circles are computed from; one row an account, circle, basis and route.
--
-- circle: brand, other followers
-- basis: covered, or at least: of other followers, what was seen where mentions alone were collected
-- people, reached: of a cohort, with 30 covered days; of these, with at least one reply, quote or mention
--   toward the circle within 30 days of first sight
-- watched, seconds, seconds_squared: people with covered time, and theirs
-- interactions, interactions_squared, interactions_seconds: replies, quotes and mentions toward the circle,
--   inside a spell by its last sight, their squares and products by person
--
-- check: reached <= people
with shares as (
    select account_id, 'brand' as circle, 'covered' as basis, route, engaged_30 as is_reached
    from people_facts
    union all
    select account_id, 'other followers', 'covered', p.route, o.reached_30
    from people_facts p
    join other_follower_facts o using (account_id, user_id)
    union all
    select account_id, 'other followers', 'at least', p.route, o.reached_30_at_least
    from people_facts p
    join other_follower_facts o using (account_id, user_id)
),
counted as (
    select
        account_id, circle, basis, route, count(*) as people,
        count(*) filter (where is_reached) as reached
    from shares
    where is_reached is not null
    group by account_id, circle, basis, route
),
times as (
    select account_id, 'covered' as basis, user_id, route, conversation_seconds as seconds
    from covered_time
    where conversation_seconds > 0
    union all
    select account_id, 'at least', user_id, route, mention_seconds
    from covered_time
    where mention_seconds > 0
),
-- An act that addresses several followers is one.
acts as (
    select distinct account_id, act_id, user_id, is_covered, is_covered_by_mentions
    from acts_between_followers
    where is_sighted
),
seen as (
    select account_id, 'covered' as basis, user_id, act_id from acts where is_covered
    union all
    select account_id, 'at least', user_id, act_id from acts where is_covered_by_mentions
),
by_person as (
    select account_id, basis, user_id, count(*) as interactions from seen group by account_id, basis, user_id
),
rates as (
    select
        account_id, 'other followers' as circle, basis, t.route, count(*) as watched,
        sum(t.seconds) as seconds,
        sum(wide(t.seconds) * t.seconds) as seconds_squared,
        coalesce(sum(b.interactions), 0) as interactions,
        coalesce(sum(wide(b.interactions) * b.interactions), 0) as interactions_squared,
        coalesce(sum(wide(b.interactions) * t.seconds), 0) as interactions_seconds
    from times t
    left join by_person b using (account_id, basis, user_id)
    group by account_id, basis, t.route
    union all
    select
        account_id, 'brand', 'covered', route, people, seconds, seconds_squared, interactions,
        interactions_squared, interactions_seconds
    from interaction_rate_counts
    where family = 'mention' and is_prompted is null
)
select
    account_id, circle, basis, route,
    coalesce(c.people, 0) as people, coalesce(c.reached, 0) as reached, coalesce(r.watched, 0) as watched,
    coalesce(r.seconds, 0) as seconds, coalesce(r.seconds_squared, 0) as seconds_squared,
    coalesce(r.interactions, 0) as interactions, coalesce(r.interactions_squared, 0) as interactions_squared,
    coalesce(r.interactions_seconds, 0) as interactions_seconds
from counted c
full join rates r using (account_id, circle, basis, route)
