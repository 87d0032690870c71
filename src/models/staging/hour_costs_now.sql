-- What an hour of an account's people costs, as last said; one row an account.
--
-- hour_cost: in hour_currency. Of two that were said at once there is none
--
-- check: an account stands once
with said as (
    select
        account_id, amount, currency, snapshot_id,
        max(snapshot_id) over (partition by account_id) as last_id
    from raw.costs
    where kind = 'hour_cost'
)
select
    account_id, cast(min(amount) as decimal(18, 2)) as hour_cost,
    min(coalesce(currency, '')) as hour_currency
from said
where snapshot_id = last_id
group by account_id
having count(*) = 1
