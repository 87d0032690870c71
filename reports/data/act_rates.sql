-- Acts by 100 covered follower-weeks. One row a route, family of acts, and whether the acts were prompted by
-- the account (null: all).
select
    route, family, is_attended, people, round(weeks, 1) as weeks, published(acts, people) as acts,
    published(rate, people) as rate, published(low, people) as low, published(high, people) as high,
    is_at_least
from act_rates
where account_id = getvariable('account')
order by family, route, is_attended nulls first
