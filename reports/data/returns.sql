-- Visits, sign-ups and sales that came with a code, as sources count them: they name nobody. One row a
-- source, outcome, currency, kind of code and campaign, or code of none.
with named as (
    select campaign_id as id, name
    from campaign_costs
    where account_id = getvariable('account') and campaign_id is not null
)
select
    download, outcome, currency, code_kind, coalesce(name, campaign_id) as campaign, code, codes,
    from_day, to_day, days, weeks, total,
    low, high, amount, amount_low, amount_high, amount_converted, converted_currency, per_hour, per_cost,
    cost_currency, note, spent_note
from returns
left join named on id = campaign_id
where account_id = getvariable('account')
order by outcome, download, code_kind, campaign_id nulls last, code, currency
