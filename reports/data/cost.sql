-- What the snapshots that hold this account asked of X, and what X billed for it. One row a source and
-- endpoint. Dollars are exact: rows of less than a cent add up.
select
    source, endpoint, sum(requests) as requests, sum(resources) as resources, sum(billed) as billed,
    cast(sum(dollars) as double) as dollars, cast(sum(dollars_list) as double) as dollars_list,
    cast(sum(dollars_at_most) as double) as dollars_at_most
from ledger
where account_id = getvariable('account')
group by source, endpoint
order by source, endpoint
