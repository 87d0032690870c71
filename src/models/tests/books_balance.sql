-- Followers at one complete list, plus what was gained, returned or reappeared, less what was lost or
-- hidden, are the followers at the next; one row a pair of neighbouring complete lists that do not balance.
-- Accounts read from one source only: sources do not see the same list.
with one_source as (
    select account_id
    from completeness
    where list = 'followers'
    group by account_id
    having count(distinct source) = 1
),
pairs as (
    select
        account_id, l.snapshot_id, l.distinct_rows as closing, l.finished_at as to_at,
        lag(l.distinct_rows) over (partition by account_id order by l.started_at, l.snapshot_id) as opening,
        lag(l.finished_at) over (partition by account_id order by l.started_at, l.snapshot_id) as from_at
    from completeness l
    join one_source o using (account_id)
    where l.list = 'followers' and l.verdict = 'complete'
),
moves as (
    select account_id, start_before as moved_at, 1 as step from spells
    where direction = 'inbound' and (spell > 1 or start_after is not null)
    union all
    select account_id, end_before, -1 from spells where direction = 'inbound' and end_before is not null
    union all
    select account_id, shown_at, -1 from hidden where direction = 'inbound'
    union all
    select account_id, hidden_before, 1 from hidden where direction = 'inbound'
),
moved as (
    select p.account_id, p.snapshot_id, p.opening, p.closing, coalesce(sum(m.step), 0) as net
    from pairs p
    left join moves m on m.account_id = p.account_id and m.moved_at > p.from_at and m.moved_at <= p.to_at
    where p.opening is not null
    group by p.account_id, p.snapshot_id, p.opening, p.closing
)
select * from moved where opening + net <> closing
