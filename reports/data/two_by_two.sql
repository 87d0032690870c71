-- Who was first, and whether it is mutual now: leaving and acting, by 100 follower-weeks. One row a route
-- and side.
select
    route, is_mutual, people, round(weeks, 1) as weeks,
    published(left_count, people) as left_count, published(leaving_rate, people) as leaving_rate,
    published(leaving_low, people) as leaving_low, published(leaving_high, people) as leaving_high,
    published(acts, people) as acts, published(act_rate, people) as act_rate,
    published(act_low, people) as act_low, published(act_high, people) as act_high
from two_by_two
where account_id = getvariable('account')
order by route, is_mutual
