-- Unbroken presence of a person in the lists of one source: no complete list between its first and last row
-- lacks them; one row a person, direction, source and stint.
--
-- first_number, last_number: the first and the last list that shows them
-- first_at, last_at: when the pages with those rows arrived
-- stint: 1 for the first; lists_match_mutual: of the source
--
-- check: a person's list_presence of one source do not overlap
with people as (
    select
        list_series, user_id,
        min(first_number) as first_number, max(last_number) as last_number, min(first_at) as first_at,
        max(last_at) as last_at,
        sum(complete_rows) as complete_rows, max(completes) - min(completes_before) as complete_lists
    from list_runs
    group by list_series, user_id
),
-- Few people have gaps: only they need their runs one by one.
gappy as (
    select list_series, user_id from people where complete_rows <> complete_lists
),
gappy_runs as (
    select
        list_series, user_id, r.first_number, r.last_number, r.first_at, r.last_at, r.completes_before,
        max(r.completes) over (
            partition by list_series, user_id order by r.first_number
            rows between unbounded preceding and 1 preceding
        ) as completes_then
    from list_runs r
    join gappy g using (list_series, user_id)
),
numbered as (
    select
        *,
        sum(case
            when completes_then is null or completes_before > completes_then then 1
            else 0
        end) over (
            partition by list_series, user_id order by first_number rows unbounded preceding
        ) as stint
    from gappy_runs
),
found as (
    select list_series, user_id, 1 as stint, first_number, last_number, first_at, last_at
    from people
    where complete_rows = complete_lists
    union all
    select
        list_series, user_id, stint, min(first_number), max(last_number), min(first_at), max(last_at)
    from numbered
    group by list_series, user_id, stint
),
series as (
    select distinct list_series, account_id, direction, source, lists_match_mutual from lists
)
select
    l.account_id, l.direction, l.source, l.lists_match_mutual, f.user_id,
    cast(f.stint as bigint) as stint, f.first_number, f.last_number, f.first_at, f.last_at
from found f
join series l using (list_series)
