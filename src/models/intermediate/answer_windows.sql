-- When the account followed people and when they arrived, as windows: what the modelled middle of unknown
-- routes learns from; one row an account, kind and pair of windows, for each of is_unknown.
--
-- kind: pair (on both sides), outreach (attempts certainly begun before the person followed, with the middle
--   of their window between the first look at the followers and the last), arrival (people who certainly
--   arrived before the account had followed them, or whom it was not seen to follow)
-- followed_after, followed_before, arrived_after, arrived_before: minutes from 1970, windows rounded to the
--   hour so that pages of one walk share them, points to the minute. An arrival has no followed window,
--   outreach no arrived one
-- is_unknown: the route of a pair is unknown, for the order is
-- people: how many
--
-- check: people > 0
with
-- The latest outbound follow that may be the one answered; for those who arrived first, our first answer.
candidates as (
    select
        e.account_id, e.user_id, e.o_after, e.o_before, f.start_after, f.start_before, f.route,
        row_number() over (
            partition by e.account_id, e.user_id
            order by
                case when f.route = 'organic' then -epoch_us(e.o_before) else epoch_us(e.o_before) end desc,
                e.outbound_spell
        ) as nth
    from spell_pair_order e
    join followers f on f.account_id = e.account_id and f.user_id = e.user_id and f.is_dated
    where e.inbound_spell = 1
        and case f.route
            when 'followback' then e.is_followback or e.is_sitting_followback
            when 'unknown' then e.may_be_followback and not e.is_outbound_first
            when 'organic' then e.is_inbound_first or coalesce(e.sitting_first = 'inbound', false)
            else false
        end
),
-- Whoever was followed before anybody looked at the followers, or after the last look, can have no answer of
-- unknown order: that there is none tells nothing.
looked as (
    select account_id, min(from_at) as first_at, max(to_at) as last_at
    from (
        select account_id, started_at as from_at, finished_at as to_at
        from lists
        where direction = 'inbound' and verdict in ('complete', 'head')
        union all
        select account_id, from_at, to_at from watches
    ) l
    group by account_id
),
met as (
    select
        'pair' as kind, account_id, o_after, o_before, start_after as i_after, start_before as i_before,
        route = 'unknown' as is_unknown
    from candidates
    where nth = 1 and o_after is not null
    union all
    select 'outreach', account_id, started_after, started_before, null, null, false
    from outreach
    join looked l using (account_id)
    where is_attempt
        and days_between(l.first_at, started_after) + days_between(l.first_at, started_before) >= 0
        and days_between(started_after, l.last_at) + days_between(started_before, l.last_at) >= 0
    union all
    select 'arrival', account_id, null, null, start_after, start_before, false
    from followers
    where route = 'organic' and is_dated
),
-- A point stays one; hours are far below the gaps between lists.
rounded as (
    select
        kind, account_id, is_unknown,
        case when o_after = o_before then 1 else 60 end as o_step,
        case when i_after = i_before then 1 else 60 end as i_step,
        epoch_us(o_after) / 60000000.0 as o_after_minute, epoch_us(o_before) / 60000000.0 as o_before_minute,
        epoch_us(i_after) / 60000000.0 as i_after_minute, epoch_us(i_before) / 60000000.0 as i_before_minute
    from met
),
windows as (
    select
        account_id, kind, is_unknown,
        cast(round(o_after_minute / o_step) as bigint) * o_step as followed_after,
        cast(round(o_before_minute / o_step) as bigint) * o_step as followed_before,
        cast(round(i_after_minute / i_step) as bigint) * i_step as arrived_after,
        cast(round(i_before_minute / i_step) as bigint) * i_step as arrived_before
    from rounded
)
select
    account_id, kind, followed_after, followed_before, arrived_after, arrived_before, is_unknown,
    count(*) as people
from windows
group by account_id, kind, followed_after, followed_before, arrived_after, arrived_before, is_unknown
