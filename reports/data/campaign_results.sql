-- What each campaign cost and what came of it, by campaign and, with no campaign, by place of finding. One
-- row a campaign, or place, and result.
with named as (
    select campaign_id as id, name, place
    from campaign_costs
    where account_id = getvariable('account') and campaign_id is not null
)
select
    place_kind, name as campaign, place, result, campaigns, turned_to, left_out, attempts, shared, n, people,
    suppressed(answered, people) as answered, suppressed(known, people) as known,
    suppressed(x, people) as x, suppressed(x_low, people) as x_low, suppressed(x_high, people) as x_high,
    suppressed(share, people) as share, suppressed(low, people) as low, suppressed(high, people) as high,
    hours, money, cost, currency,
    suppressed(cost_per_result, people) as cost_per_result, suppressed(cost_low, people) as cost_low,
    suppressed(cost_high, people) as cost_high, suppressed(cost_range_low, people) as cost_range_low,
    suppressed(cost_range_high, people) as cost_range_high, suppressed(at_least, people) as at_least,
    is_too_few(people) as is_too_few, note
from campaign_results
left join named on id = campaign_id
where account_id = getvariable('account')
order by
    place_kind nulls last, name nulls first,
    case result when 'attempted' then 1 when 'won' then 2 when 'kept_90' then 3 else 4 end
