-- Visits, sign-ups and sales that came with a code, as sources count them: they name nobody. One row a
-- source, outcome, currency, kind of code and campaign, or code of none.
select
    download, outcome, currency, code_kind, campaign_id, code, codes, from_day, to_day, days, weeks, total,
    low, high, amount, amount_low, amount_high, per_hour, per_cost, cost_currency, note, spent_note
from returns
where account_id = getvariable('account')
order by outcome, download, code_kind, campaign_id nulls last, code, currency
