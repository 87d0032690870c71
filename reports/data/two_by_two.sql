-- Who was first, and whether it is mutual now: leaving and acting, by 100 follower-weeks. One row a route
-- and side. Interactions rest on those of them whose mentions were covered.
select
    route, is_mutual, people, round(weeks, 1) as weeks, covered_people,
    round(covered_weeks, 1) as covered_weeks,
    suppressed(left_count, people) as left_count, suppressed(leaving_rate, people) as leaving_rate,
    suppressed(leaving_low, people) as leaving_low, suppressed(leaving_high, people) as leaving_high,
    suppressed(interactions, covered_people) as interactions,
    suppressed(interaction_rate, covered_people) as interaction_rate,
    suppressed(interaction_low, covered_people) as interaction_low,
    suppressed(interaction_high, covered_people) as interaction_high
from two_by_two
where account_id = getvariable('account')
order by route, is_mutual
