-- What money in other currencies than the account's counts; one row an account and currency.
--
-- currency: of the money; account_currency: what it counts in
-- rate: units of account_currency for one of currency, as the user last gave it; it counts for money of
--   every day. since: when it was given
-- is_used: there is money in that currency, spent or taken in
--
-- check: a currency stands once, and rate is above 0
with found as (
    select account_id, currency from spent_now where kind = 'money'
    union
    select account_id, currency from kept_sales where currency is not null
)
select
    r.account_id, r.currency, r.account_currency, r.rate, r.since, f.currency is not null as is_used
from exchange_rates_now r
left join found f on f.account_id = r.account_id and f.currency = r.currency
order by r.account_id, r.currency
