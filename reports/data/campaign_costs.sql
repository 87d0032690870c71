-- Campaigns, where their people were found, and what they cost; hours of no campaign with them. One row a
-- campaign, or project that is none.
select
    campaign_id, project, name, place_kind, place, from_at, to_at, hours, is_hours_by_user, money,
    money_currency, is_converted, hour_cost, cost, currency, note
from campaign_costs
where account_id = getvariable('account')
order by campaign_id nulls last, project
