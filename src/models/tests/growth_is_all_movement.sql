-- Growth holds every start, end and hidden absence of a dated spell once; one row an account whose sums
-- differ.
with told as (
    select
        account_id, sum(gained + returned + reappeared) as starts, sum(lost) as ends, sum(hidden) as hidden
    from growth
    group by account_id
),
seen as (
    select
        s.account_id,
        count(*) filter (where s.spell > 1 or s.start_after is not null) as starts,
        count(*) filter (where s.end_before is not null) as ends
    from spells s
    join followers f on f.account_id = s.account_id and f.user_id = s.user_id and f.is_dated
    where s.direction = 'inbound'
    group by s.account_id
),
away as (
    select account_id, count(*) as hidden from hidden where direction = 'inbound' group by account_id
)
select
    account_id, s.starts, t.starts as told_starts, s.ends, t.ends as told_ends, a.hidden,
    t.hidden as told_hidden
from seen s
left join told t using (account_id)
left join away a using (account_id)
where s.starts + coalesce(a.hidden, 0) <> coalesce(t.starts, 0) or s.ends <> coalesce(t.ends, 0)
    or coalesce(a.hidden, 0) <> coalesce(t.hidden, 0)
