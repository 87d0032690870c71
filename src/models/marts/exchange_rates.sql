-- What money in other currencies than the account's counts; one row an account and currency.
--
-- currency: of the money; account_currency: what it counts in
-- rate: units of account_currency for one of currency, as the user last gave it; it counts for money of
--   every day. since: when it was given
--
-- check: a currency stands once, and rate is above 0
select account_id, currency, account_currency, rate, since
from exchange_rates_now
order by account_id, currency
