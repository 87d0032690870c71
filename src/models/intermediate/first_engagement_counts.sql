-- What happened first to people of a cohort: they engaged, they left, or neither while covered; one row an
-- account, route, age and what happened.
--
-- age_days: days after first sight with fractions, all to the same millionth (as in engagements), so that
--   ages that are equal stay equal and none change places; leaving counts at the age by which they were gone
-- happened: engaged (with an act that addresses the brand), left, or null: nothing until then. Nobody is
--   watched longer than their leaving would have shown: to the end of the last complete list, or of
--   listening, not of a head as in witnessed_until; where no source records leaving, as long as interactions
--   were covered
-- people: how many
--
-- check: age_days >= 0
with people as (
    select
        f.account_id, f.user_id, f.route, f.first_seen_at, f.end_before, v.to_at as covered_to
    from followers f
    join engagement_cover v
        on v.account_id = f.account_id and v.kind = 'mention' and v.from_at <= f.first_seen_at
        and v.to_at > f.first_seen_at
    where f.cohort_month is not null
),
ages as (
    select
        account_id, p.route, a.first_age as engaged_age,
        rounded(days_between(p.first_seen_at, p.covered_to), 6) as covered_age,
        rounded(days_between(p.first_seen_at, p.end_before), 6) as left_age
    from people p
    left join first_interactions a using (account_id, user_id)
),
firsts as (
    select
        account_id, route,
        case
            when engaged_age <= least(coalesce(left_age, engaged_age), covered_age) then engaged_age
            else least(coalesce(left_age, covered_age), covered_age)
        end as age_days,
        case
            when engaged_age <= least(coalesce(left_age, engaged_age), covered_age) then 'engaged'
            when left_age <= covered_age then 'left'
        end as happened
    from ages
)
select account_id, route, age_days, happened, count(*) as people
from firsts
group by account_id, route, age_days, happened
