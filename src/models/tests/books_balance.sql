-- Followers at one complete list, plus what was gained, returned or reappeared, less what was lost or
-- hidden, are the followers at the next; one row a pair of neighbouring complete lists that do not balance.
-- Accounts read from one source only: sources do not see the same list. Who came or left by an event while
-- a list was being read, or in the two minutes before, may be in it or not.
with one_source as (
    select account_id
    from completeness
    where list = 'followers'
    group by account_id
    having count(distinct source) = 1
),
complete_lists as (
    select
        account_id, l.snapshot_id, l.distinct_rows, l.started_at, l.finished_at,
        l.started_at - interval 2 minutes as open_at
    from completeness l
    join one_source o using (account_id)
    where l.list = 'followers' and l.verdict = 'complete'
),
pairs as (
    select
        account_id, snapshot_id, distinct_rows as closing, open_at as to_open_at, finished_at as to_at,
        lag(distinct_rows) over (partition by account_id order by started_at, snapshot_id) as opening,
        lag(open_at) over (partition by account_id order by started_at, snapshot_id) as from_open_at,
        lag(finished_at) over (partition by account_id order by started_at, snapshot_id) as from_at
    from complete_lists
),
moves as (
    select account_id, start_before as moved_at, 1 as step, start_before_id is null as is_event
    from spells
    where direction = 'inbound' and (spell > 1 or start_after is not null)
    union all
    select account_id, end_before, -1, end_before_id is null
    from spells
    where direction = 'inbound' and end_before is not null
    union all
    select account_id, shown_at, -1, false from hidden where direction = 'inbound'
    union all
    select account_id, hidden_before, 1, false from hidden where direction = 'inbound'
),
-- What is counted between the two lists, and by how much that may be otherwise.
counted as (
    select
        p.account_id, p.snapshot_id, p.opening, p.closing,
        case when m.moved_at > p.from_at then m.step else 0 end as step,
        case
            when not m.is_event then 0
            when m.moved_at <= p.from_at then m.step
            when m.moved_at > p.to_open_at then -m.step
            else 0
        end as swing
    from pairs p
    left join moves m
        on m.account_id = p.account_id and m.moved_at <= p.to_at
        and (m.moved_at > p.from_at or m.is_event and m.moved_at > p.from_open_at)
    where p.opening is not null
),
moved as (
    select
        account_id, snapshot_id, opening, closing, sum(step) as net, sum(least(swing, 0)) as fewer,
        sum(greatest(swing, 0)) as more
    from counted
    group by account_id, snapshot_id, opening, closing
)
select * from moved where closing < opening + net + fewer or closing > opening + net + more
