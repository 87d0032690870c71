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
        "after" as acted_after, "before" as acted_before, snapshot_id
    from raw.interactions
    where actor_id <> account_id
),
-- Most acts were seen once, and most people have one spell: only the others need to be put in order.
repeated as (
    select account_id, act_id from acts group by account_id, act_id having count(*) > 1
),
told as (
    select
        a.account_id, a.act_id, a.user_id, a.kind, a.family, a.acted_after, a.acted_before,
        row_number() over (
            partition by a.account_id, a.act_id
            order by case a.kind when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end, a.acted_before, a.acted_after desc,
                a.snapshot_id
        ) as nth
    from acts a
    join repeated r on r.account_id = a.account_id and r.act_id = a.act_id
),
single as (
    select a.account_id, a.act_id, a.user_id, a.kind, a.family, a.acted_after, a.acted_before
    from acts a
    left join repeated r on r.account_id = a.account_id and r.act_id = a.act_id
    where r.act_id is null
    union all
    select account_id, act_id, user_id, kind, family, acted_after, acted_before from told where nth = 1
),
returned as (
    select distinct account_id, user_id from spells where direction = 'inbound' and spell > 1
),
inbound as (
    select
        s.account_id, s.user_id, s.spell, s.start_after, s.start_before, s.end_after, s.end_before, r.user_id is not null as has_returned
    from spells s
    left join returned r on r.account_id = s.account_id and r.user_id = s.user_id
    where s.direction = 'inbound'
),
placed as (
    select
        a.account_id, a.act_id, a.user_id, a.kind, a.family, a.acted_after, a.acted_before, s.spell, s.has_returned,
        case
            when a.acted_after >= s.start_before and (s.end_before is null or a.acted_before <= s.end_after) then 1
            when a.acted_before > s.start_after and a.acted_after < s.start_before then 2
            when s.start_after is null and a.acted_after < s.start_before then 2
            when a.acted_before > s.end_after and a.acted_after < s.end_before then 3
            when a.acted_after >= s.end_before then 4
            else 5
        end as place
    from single a
    join inbound s on s.account_id = a.account_id and s.user_id = a.user_id
),
ranked as (
    select
        *,
        row_number() over (
            partition by account_id, act_id
            order by place, case when place = 4 then -spell else spell end
        ) as nth
    from placed
    where has_returned
),
chosen as (
    select account_id, act_id, user_id, kind, family, acted_after, acted_before, spell, place from placed where not has_returned
    union all
    select account_id, act_id, user_id, kind, family, acted_after, acted_before, spell, place from ranked where nth = 1
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
order by c.account_id, c.act_id
