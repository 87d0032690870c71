-- What the snapshots that hold this account asked of X, and what X billed for it. One row a source and
-- endpoint.
select
    source, endpoint, sum(requests) as requests, sum(resources) as resources, sum(billed) as billed,
    round(sum(dollars), 2) as dollars, round(sum(dollars_list), 2) as dollars_list,
    round(sum(dollars_at_most), 2) as dollars_at_most
from ledger
where account_id = getvariable('account')
group by source, endpoint
order by source, endpoint
