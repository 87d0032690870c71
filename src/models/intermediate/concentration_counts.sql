-- How many followers did how much; one row an account, route and number of acts.
--
-- acts: covered replies, quotes and mentions that address the brand, certainly inside a spell; 0 for the
--   silent
-- followers: people of a cohort with covered time who did so many
--
-- check: followers > 0
with people as (
    select account_id, user_id, t.route
    from covered_time t
    join followers f using (account_id, user_id)
    where t.mention_seconds > 0 and f.cohort_month is not null
),
acts as (
    select account_id, user_id, count(*) as acts
    from engagements
    where circle = 'brand' and placement = 'inside' and is_covered and kind in ('reply', 'quote', 'mention')
    group by account_id, user_id
),
by_person as (
    select account_id, p.route, coalesce(a.acts, 0) as acts
    from people p
    left join acts a using (account_id, user_id)
)
select account_id, route, acts, count(*) as followers
from by_person
group by account_id, route, acts
