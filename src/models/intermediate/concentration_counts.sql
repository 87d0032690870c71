-- How many followers did how much; one row an account, route and number of interactions.
--
-- interactions: covered replies, quotes and mentions that address the brand, inside a spell by its last
--   sight; 0 for the silent
-- followers: people of a cohort with covered time who did so many
--
-- check: followers > 0
with people as (
    select account_id, user_id, t.route
    from covered_time t
    join followers f using (account_id, user_id)
    where t.mention_seconds > 0 and f.cohort_month is not null
),
interactions as (
    select account_id, user_id, count(*) as interactions
    from engagements
    where circle = 'brand' and is_sighted and is_covered and kind in ('reply', 'quote', 'mention')
    group by account_id, user_id
),
by_person as (
    select account_id, p.route, coalesce(a.interactions, 0) as interactions
    from people p
    left join interactions a using (account_id, user_id)
)
select account_id, route, interactions, count(*) as followers
from by_person
group by account_id, route, interactions
