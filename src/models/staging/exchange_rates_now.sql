-- What money in other currencies counts, as last said; one row an account and currency.
--
-- currency: of the money; account_currency: what it counts in: that of the hourly cost, else that of the
--   newest rate. Rates into any other currency do not count
-- rate: units of account_currency for one of currency, whatever the day of the money; since: when the user
--   gave it
--
-- check: a currency stands once, and no rate is of account_currency itself
with said as (
    select
        account_id, currency, account_currency, rate, given_at, snapshot_id,
        max(snapshot_id) over (partition by account_id, currency, account_currency) as last_id,
        first_value(account_currency) over (
            partition by account_id
            order by snapshot_id desc, account_currency
            rows between unbounded preceding and unbounded following
        ) as newest_currency
    from raw.exchange_rates
)
select account_id, s.currency, s.account_currency, s.rate, s.given_at as since
from said s
left join hour_costs_now h using (account_id)
where s.snapshot_id = s.last_id and s.rate > 0 and s.currency <> s.account_currency
    and s.account_currency = coalesce(h.hour_currency, s.newest_currency)
