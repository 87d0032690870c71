-- Acts of followers toward the account, placed in the spell of whoever acted; one row an account and act.
--
-- kind: reply, quote, mention, repost, like, visit, signup, sale; circle: brand, or beyond for the last three
-- acted_after, acted_before: the window; equal where the act's time is known
-- placement: inside a spell; at_start or at_end: inside the window of its start or end; knew_us_before; after_leaving
-- spell: the inbound spell it is placed by
-- age_days: from first sight to the end of the act's window
-- is_covered: acts of the kind were being collected then
--
-- check: an act stands once
with acts as (
    select
        account_id, act_id, actor_id as user_id, kind,
        case when kind in ('reply', 'quote') then 'mention' else kind end as family,
        "after" as acted_after, "before" as acted_before,
        row_number() over (
            partition by account_id, act_id
            order by case kind when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end, "before", "after" desc, snapshot_id
        ) as nth
    from raw.interactions
    where actor_id <> account_id
),
placed as (
    select
        a.account_id, a.act_id, a.user_id, a.kind, a.family, a.acted_after, a.acted_before, s.spell,
        case
            when a.acted_after >= s.start_before and (s.end_before is null or a.acted_before <= s.end_after) then 1
            when a.acted_before > s.start_after and a.acted_after < s.start_before then 2
            when s.start_after is null and a.acted_after < s.start_before then 2
            when a.acted_before > s.end_after and a.acted_after < s.end_before then 3
            when a.acted_after >= s.end_before then 4
            else 5
        end as place
    from acts a
    join spells s on s.account_id = a.account_id and s.user_id = a.user_id and s.direction = 'inbound'
    where a.nth = 1
),
chosen as (
    select
        *,
        row_number() over (
            partition by account_id, act_id
            order by place, case when place = 4 then -spell else spell end
        ) as nth
    from placed
)
select
    c.account_id, c.act_id, c.user_id, c.kind, case when c.kind in ('visit', 'signup', 'sale') then 'beyond' else 'brand' end as circle,
    c.acted_after, c.acted_before, c.spell,
    case c.place when 1 then 'inside' when 2 then 'at_start' when 3 then 'at_end' when 4 then 'after_leaving' else 'knew_us_before' end
        as placement,
    round(days_between(f.first_seen_at, c.acted_before), 6) as age_days,
    v.account_id is not null as is_covered
from chosen c
join followers f on f.account_id = c.account_id and f.user_id = c.user_id
left join coverage v
    on v.account_id = c.account_id and v.kind = c.family and v.from_at <= c.acted_after and v.to_at >= c.acted_before
where c.nth = 1
order by c.account_id, c.act_id
