-- Every list that was read, and what it is good for. One row a snapshot and list. X's own words may name an
-- id in why: no page does.
select
    coalesce(cast(sitting as timestamp), taken_at) as taken_at, list, source, verdict,
    regexp_replace(why, '[0-9]{6,}', '…', 'g') as why, rows, distinct_rows,
    duplicate_rows, profile_count, gap_days, no_order,
    cast(rename_suspects as integer) as rename_suspects
from completeness
where account_id = getvariable('account')
order by completeness.taken_at desc, list, source, snapshot_id
