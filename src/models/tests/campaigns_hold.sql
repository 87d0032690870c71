-- What came of campaigns nests and lies inside its intervals and ranges; one row a figure that breaks this.
select account_id, 'campaign_results' as mart, coalesce(campaign_id, place_kind, '') || ' ' || result as cell
from campaign_results
where x > n or x_low > x or x > x_high or known > answered or answered > n or x > coalesce(known, n)
    or share < low or share > high
    or cost_per_result < cost_low or cost_per_result > cost_high
    or cost_per_result < cost_range_low or cost_per_result > cost_range_high
    or cost_counted > cost * 1.0000001
    or cost_per_result is not null and at_least is not null
    or cost_per_result is not null and cost is null
union all
select account_id, 'campaign_attempts', campaign_id
from campaign_results
where campaign_id is not null and result <> 'attempted' and n > attempts
union all
select account_id, 'campaign_costs', project
from campaign_costs
where (cost is null) <> (note is not null)
union all
select account_id, 'returns', download || ' ' || outcome || ' ' || coalesce(campaign_id, code)
from returns
where total < low or total > high or amount < amount_low or amount > amount_high
    or (campaign_id is null) = (code is null)
union all
select account_id, 'what_if', coalesce(left_out, '') || ' ' || figure
from what_if
where value < low or value > high or people < 0 or x < 0 or kind = 'nothing' and difference <> 0
