-- What the snapshots that hold this account asked of X. One row a source and endpoint.
select
    source, endpoint, sum(requests) as requests, sum(resources) as resources, round(sum(dollars), 2) as dollars
from ledger
where account_id = getvariable('account')
group by source, endpoint
order by source, endpoint
