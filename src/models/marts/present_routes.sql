-- Everybody who follows the account now on a network with public records, and how that follow came about;
-- one row an account and person.
--
-- route: followback, organic or unknown
-- route_basis: looks (our own snapshots, or a listener beside them, prove the order: one named one follow,
--   and not yet the other; or none ever named one of the account's), records (both were there when a
--   snapshot first named them, so that only their dates tell, which refollows and double presses replace)
-- unknown_because: of a route by records, see survivor_routes; by looks, see followers
-- followed_after, followed_before: when the follow began; after is null where its record is not dated
--
-- These are survivors: nobody who left is here, so that no share of them is a share of those who came.
--
-- check: route is one of the three; unknown_because is set exactly for unknown
with asked as (
    select distinct account_id from follow_records
),
present as (
    select s.account_id, s.user_id, s.spell, s.start_after, s.start_before
    from spells s
    join asked a using (account_id)
    where s.direction = 'inbound' and s.end_before is null
),
-- The record by which the present follow began.
begun as (
    select account_id, user_id, first_id, first_at
    from (
        select
            *, row_number() over (
                partition by account_id, user_id order by first_at desc, record_key desc
            ) as nth_last
        from follow_records
        where direction = 'inbound' and not is_replaced
    ) as inbound
    where nth_last = 1
),
-- One of the account's was first named beside it, and it answers no earlier one that was over by then. Where
-- a listener heard the present follow begin after that, it is another one.
dated_alone as (
    select distinct p.account_id, p.user_id
    from begun b
    join present p on p.account_id = b.account_id and p.user_id = b.user_id and p.start_before <= b.first_at
    join follow_records o
        on o.account_id = b.account_id and o.user_id = b.user_id and o.first_id = b.first_id
    left join spell_pair_order e
        on e.account_id = p.account_id and e.user_id = p.user_id and e.inbound_spell = p.spell
        and e.is_followback and e.o_last <= o.asked_before_at
    where o.direction = 'outbound' and not o.is_replaced and e.user_id is null
),
routed as (
    select
        p.account_id, p.user_id,
        -- A later spell has a start that our looks prove, and its own order of follows.
        case
            when p.spell = 1 and v.user_id is not null then v.route
            when p.spell = 1 then f.route
            when o.is_followback then 'followback'
            when o.may_be_followback then 'unknown'
            else 'organic'
        end as route,
        case
            when p.spell = 1 and v.user_id is not null or d.user_id is not null then 'records'
            else 'looks'
        end as route_basis,
        case
            when p.spell = 1 and v.user_id is not null then v.unknown_because
            when p.spell = 1 then f.unknown_because
            when not coalesce(o.is_followback, false) and coalesce(o.may_be_followback, false)
                then 'same_gap'
        end as unknown_because,
        case
            when p.spell = 1 and v.user_id is not null then v.followed_after
            else p.start_after
        end as followed_after,
        case
            when p.spell = 1 and v.user_id is not null then v.followed_before
            else p.start_before
        end as followed_before
    from present p
    left join survivor_routes v on v.account_id = p.account_id and v.user_id = p.user_id
    left join followers f on f.account_id = p.account_id and f.user_id = p.user_id
    left join dated_alone d on d.account_id = p.account_id and d.user_id = p.user_id
    left join (
        select
            account_id, user_id, inbound_spell, bool_or(is_followback) as is_followback,
            bool_or(may_be_followback) as may_be_followback
        from spell_pair_order
        group by account_id, user_id, inbound_spell
    ) o on o.account_id = p.account_id and o.user_id = p.user_id and o.inbound_spell = p.spell
)
select account_id, user_id, route, route_basis, unknown_because, followed_after, followed_before
from routed
order by account_id, user_id
