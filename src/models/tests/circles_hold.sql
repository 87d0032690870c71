-- Shares and rates of circles lie inside their intervals, parts add up to no more than their whole, and the
-- community has one largest group; one row a figure that breaks this.
select account_id, 'circles' as mart, concat(circle, ', ', basis, ', ', route) as cell
from circles
where reached > people or share < low or share > high or rate < rate_low or rate > rate_high
union all
select account_id, 'community', route
from community
where tied > people or in_largest > tied or reciprocated > tied or ties_within > ties
union all
-- A largest group has at least two people, whatever their routes.
select account_id, 'community', 'all'
from community
group by account_id
having sum(tied) > 0 and sum(in_largest) < 2
