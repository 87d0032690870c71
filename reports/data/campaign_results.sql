-- What each campaign cost and what came of it, by campaign and, with no campaign, by place of finding. One
-- row a campaign, or place, and result.
--
-- Hidden is what rests on fewer than 30 people whose result is known; and of the campaigns of a place one
-- more where those with fewer than 30 are fewer than 30 together, for the place beside the others would tell
-- of those.
with named as (
    select campaign_id as id, name, place
    from campaign_costs
    where account_id = getvariable('account') and campaign_id is not null
),
sized as (
    select
        *,
        case when answered > 0 then floor(people * known / answered) else people end as known_people,
        sum(people) over (
            partition by place_kind, result, campaign_id is null order by people, campaign_id
            rows between unbounded preceding and 1 preceding
        ) as smaller
    from campaign_results
    where account_id = getvariable('account')
),
-- Of how many people, where a figure may be shown.
judged as (
    select
        *,
        case
            when campaign_id is null or result = 'attempted' or coalesce(smaller, 0) = 0
                or not is_too_few(smaller) then known_people
        end as shown_people
    from sized
)
select
    place_kind, name as campaign, place, result, campaigns, turned_to, left_out, attempts, shared, n, people,
    suppressed(answered, shown_people) as answered, suppressed(known, shown_people) as known,
    suppressed(x, shown_people) as x, suppressed(x_low, shown_people) as x_low,
    suppressed(x_high, shown_people) as x_high, suppressed(share, shown_people) as share,
    suppressed(low, shown_people) as low, suppressed(high, shown_people) as high,
    hours, money, cost, currency,
    suppressed(cost_per_result, shown_people) as cost_per_result,
    suppressed(cost_low, shown_people) as cost_low, suppressed(cost_high, shown_people) as cost_high,
    suppressed(cost_range_low, shown_people) as cost_range_low,
    suppressed(cost_range_high, shown_people) as cost_range_high,
    suppressed(at_least, shown_people) as at_least, is_too_few(shown_people) as is_too_few, note
from judged
left join named on id = campaign_id
order by
    place_kind nulls last, name nulls first,
    case result when 'attempted' then 1 when 'won' then 2 when 'kept_90' then 3 else 4 end
