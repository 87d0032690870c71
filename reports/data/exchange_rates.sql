-- What money in other currencies than the account's counts, as last given. One row a currency.
select currency, account_currency, cast(rate as double) as rate, since
from exchange_rates
where account_id = getvariable('account')
order by currency
