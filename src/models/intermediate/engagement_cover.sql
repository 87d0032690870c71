-- When interactions would have been seen and, so far as sources record it, who had left by then: what shares
-- of people who acted while they followed rest on; one row an account, kind and unbroken period.
--
-- kind: mention or conversation, see coverage
-- from_at, to_at: the period, to the end of the last look that shows who left at most, see leaving_looks
--
-- check: from_at <= to_at
with looked as (
    select account_id, max(to_at) as looked_to from leaving_looks group by account_id
)
select account_id, v.kind, v.from_at, least(v.to_at, coalesce(l.looked_to, v.to_at)) as to_at
from coverage v
left join looked l using (account_id)
where v.kind in ('mention', 'conversation') and v.from_at <= coalesce(l.looked_to, v.to_at)
