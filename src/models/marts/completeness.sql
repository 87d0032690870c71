-- What every walked list is worth; one row an account, snapshot and list.
--
-- verdict: complete, head (the newest part, in order) or partial; why: what makes it partial, or cut a full
--   walk short to a head. Of a list that did not end: the reason its source gives; a list that nothing
--   counts and that looks capped says so
-- rows, distinct_rows, duplicate_rows, self_rows: as served, as stored, served twice, the account itself
-- profile_count: the profile's own count, the lower of before and after the walk
-- known_rows, order_violations, order_holds: the order check; null where nobody was known
-- no_order: why the order of its rows says nothing of who came first; null where it is trusted
-- sitting: the date, as text, that is all its file says of when it was read; null where more is known
-- gap_days: since the complete list before it of the same source, for complete lists
-- rename_suspects: people of a list by name who left while one other came to their very place: each may be
--   one person under a new name; null where the order is not known or the list is not by name
--
-- check: no complete list is empty while the profile counts anybody
select
    account_id, snapshot_id, list, source, taken_at, started_at, finished_at, verdict, why,
    rows, distinct_rows, duplicate_rows, self_rows,
    least(coalesce(count_before, count_after), coalesce(count_after, count_before)) as profile_count,
    known_rows, order_violations, order_holds, no_order, sitting,
    case when verdict = 'complete' then rounded(days_between(prev_complete_at, started_at), 6) end
        as gap_days,
    case
        when is_by_name and verdict = 'complete' and order_holds and prev_complete_id is not null
        then coalesce(suspects, 0)
    end as rename_suspects
from lists
left join rename_suspects using (account_id, snapshot_id, list)
order by account_id, snapshot_id, list
