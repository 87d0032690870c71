-- Unbroken presence of a person in the lists of one source: no complete list between its first and last row lacks
-- them; one row a person, direction, source and stint.
--
-- first_seq, last_seq: the first and the last list that shows them
-- first_at, last_at: when the pages with those rows arrived
-- stint: 1 for the first
--
-- check: a person's stints of one source do not overlap
with people as (
    select
        account_id, direction, source, user_id,
        min(seq) as first_seq, max(seq) as last_seq, min(page_at) as first_at, max(page_at) as last_at,
        sum(is_complete) as complete_rows, max(completes) - min(completes - is_complete) as complete_lists
    from list_rows
    group by account_id, direction, source, user_id
),
-- Few people have gaps: only they need their rows one by one.
gappy as (
    select account_id, direction, source, user_id from people where complete_rows <> complete_lists
),
gappy_rows as (
    select r.*, lag(r.completes) over (partition by r.account_id, r.direction, r.source, r.user_id order by r.seq) as completes_then
    from list_rows r
    join gappy g
        on g.account_id = r.account_id and g.direction = r.direction and g.source = r.source and g.user_id = r.user_id
),
numbered as (
    select
        *,
        sum(case when completes_then is null or completes - is_complete > completes_then then 1 else 0 end) over (
            partition by account_id, direction, source, user_id order by seq rows unbounded preceding
        ) as stint
    from gappy_rows
)
select account_id, direction, source, user_id, cast(1 as bigint) as stint, first_seq, last_seq, first_at, last_at
from people
where complete_rows = complete_lists
union all
select account_id, direction, source, user_id, cast(stint as bigint), min(seq), max(seq), min(page_at), max(page_at)
from numbered
group by account_id, direction, source, user_id, stint
