-- Stretches of time over which follows by the account were watched for: one that began in them was seen, if
-- it lasted to the next list; one row an account, kind of people and stretch.
--
-- is_named: for people who stand in lists by name, see named_people, for whom every list counts; false = for
--   those of whom lists by name say nothing
-- from_at, to_at: over lists (complete or head) of one source no more than 45 days apart, and over watching
--
-- check: from_at <= to_at
-- check: stretches of a kind do not touch each other
with kinds as (
    select account_id, false as is_named from account_facts
    union all
    select distinct account_id, true from lists where is_by_name
),
-- A list shows who is new in it only beside a complete one before it of the same source.
looks as (
    select
        account_id, is_named, started_at, finished_at,
        lag(started_at) over (
            partition by account_id, is_named, list_series order by started_at, snapshot_id
        ) as started_then,
        lag(completes) over (
            partition by account_id, is_named, list_series order by started_at, snapshot_id
        ) as completes_then
    from lists
    join kinds using (account_id)
    where (is_named or not is_by_name) and direction = 'outbound' and verdict in ('complete', 'head')
),
watched as (
    select account_id, is_named, started_then as from_at, finished_at as to_at
    from looks
    where completes_then > 0 and days_between(started_then, started_at) <= longest_following_gap_days()
    union all
    select account_id, is_named, from_at, to_at
    from outbound_watches
    join kinds using (account_id)
),
placed as (
    select
        *,
        max(to_at) over (
            partition by account_id, is_named order by from_at, to_at
            rows between unbounded preceding and 1 preceding
        ) as to_then
    from watched
),
numbered as (
    select
        *,
        sum(case when from_at <= to_then then 0 else 1 end) over (
            partition by account_id, is_named order by from_at, to_at rows unbounded preceding
        ) as stretch
    from placed
)
select account_id, is_named, min(from_at) as from_at, max(to_at) as to_at
from numbered
group by account_id, is_named, stretch
