-- Interactions by 100 covered follower-weeks. One row a route, family of interactions, and whether the
-- interactions were prompted by the account (null: all).
select
    route, family, is_prompted, people, round(weeks, 1) as weeks,
    suppressed(interactions, people) as interactions,
    suppressed(rate, people) as rate, suppressed(low, people) as low, suppressed(high, people) as high,
    is_at_least
from interaction_rates
where account_id = getvariable('account')
order by family, route, is_prompted nulls first
