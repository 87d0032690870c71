-- When interactions of a kind would have been seen. One row a covered period.
select kind, from_at, to_at, is_declared
from coverage
where account_id = getvariable('account')
order by kind, from_at
