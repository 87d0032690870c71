-- Times between two complete lists of followers for which X's daily counts can be set beside what the lists
-- saw; one row an account, span and first list.
--
-- span: gap = from one complete list to the next; stretch = over gaps in a row whose days are all counted
-- stretch: the first list of the stretch that a gap lies in; null where days of the gap are not counted
-- from_at, from_read_at; to_read_at, to_at: when the first and the last list were begun and read
-- first_day, last_day: the days that cover it, edge days in; first_whole_day, last_whole_day: those that lie
--   wholly between the lists, none where the last comes before the first
-- days, counted_days: edge days in, and of these those with new follows and unfollows
-- list_net: by how many the last list is longer than the first; null where they are of two sources
--
-- check: counted_days <= days
with neighbours as (
    select
        account_id, started_at as from_at, finished_at as from_read_at,
        lead(started_at) over followed as to_read_at, lead(finished_at) over followed as to_at,
        case
            when source = lead(source) over followed then (lead(distinct_rows) over followed) - distinct_rows
        end as list_net,
        row_number() over followed as nth
    from lists
    where direction = 'inbound' and verdict = 'complete'
    window followed as (partition by account_id order by started_at, snapshot_id)
),
counted as (
    select account_id, day
    from kept_daily_counts
    where new_follows is not null and unfollows is not null
),
gaps as (
    select
        account_id, n.nth, n.from_at, n.from_read_at, n.to_read_at, n.to_at, n.list_net,
        dates_apart(cast(n.from_at as date), cast(n.to_at as date)) + 1 as days,
        count(*) as counted_days
    from neighbours n
    join counted c using (account_id)
    where n.to_at >= n.from_at and c.day >= cast(n.from_at as date) and c.day <= cast(n.to_at as date)
    group by account_id, n.nth, n.from_at, n.from_read_at, n.to_read_at, n.to_at, n.list_net
),
runs as (
    select
        *,
        case
            when days = counted_days
                then nth - row_number() over (partition by account_id, days = counted_days order by nth)
        end as run
    from gaps
),
placed as (
    select
        *,
        case
            when run is not null then min(from_at) over (partition by account_id, run)
        end as stretch
    from runs
),
spans as (
    select
        account_id, 'gap' as span, stretch, from_at, from_read_at, to_read_at, to_at, list_net, days,
        counted_days, cast(1 as bigint) as gaps
    from placed
    union all
    select
        account_id, 'stretch', stretch, min(from_at), min(from_read_at), max(to_read_at), max(to_at),
        case when count(list_net) = count(*) then cast(sum(list_net) as bigint) end,
        dates_apart(cast(min(from_at) as date), cast(max(to_at) as date)) + 1,
        dates_apart(cast(min(from_at) as date), cast(max(to_at) as date)) + 1,
        count(*)
    from placed
    where stretch is not null
    group by account_id, stretch
)
select
    account_id, span, stretch, from_at, from_read_at, to_read_at, to_at, list_net, gaps,
    cast(days as bigint) as days, cast(counted_days as bigint) as counted_days,
    cast(from_at as date) as first_day, cast(to_at as date) as last_day,
    cast(days_after(from_read_at, 1) - interval 1 microsecond as date) as first_whole_day,
    day_after(cast(to_read_at as date), -1) as last_whole_day
from spans
