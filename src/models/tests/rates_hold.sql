-- Figures lie inside their intervals and ranges, parts add up to their whole, and later stages are never
-- fuller than those they come from; one row a figure that breaks this.
select account_id, 'funnel' as mart, stage as cell
from funnel
where x > n or share < low or share > high or share < range_low or share > range_high
union all
select account_id, 'landmarks', route
from landmarks
where retained > people or share < low or share > high
union all
select account_id, 'two_by_two', route
from two_by_two
where leaving_rate < leaving_low or leaving_rate > leaving_high or interaction_rate < interaction_low
    or interaction_rate > interaction_high
union all
select account_id, 'interaction_rates', route
from interaction_rates
where rate < low or rate > high
union all
select account_id, 'interaction_rates', route
from interaction_rates
group by account_id, route, family
having bool_or(is_prompted)
    and sum(interactions) filter (where is_prompted is null) <> sum(interactions) filter (
        where is_prompted is not null
    )
union all
select account_id, 'concentration', route
from concentration
where top_1 > top_5 or top_5 > top_10 or top_10 > 1
union all
select account_id, 'unknown_route_estimate', 'chance'
from unknown_route_estimate
where low_95 < 0 or high_95 > 1 or chance < low_95 or chance > high_95
    or expected_followbacks > unknown_people
