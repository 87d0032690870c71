-- What money in other currencies than the account's counts, as last given, where there
-- is such money; rate in its own digits. One row
-- a currency.
select currency, account_currency, rtrim(rtrim(cast(rate as varchar), '0'), '.') as rate, since
from exchange_rates
where account_id = getvariable('account') and is_used
order by currency
