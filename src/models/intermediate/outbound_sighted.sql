-- Until when the account was still seen to follow somebody before they followed, for each pair of spells;
-- one row an account, person, inbound spell and outbound spell that was seen so.
--
-- seen_at: the last time, at most the end of the window of their start; null where only a sitting says that
--   the stretch seen had begun by then
-- seen_in_sitting_at: the same with what sittings say, see sitting_order
--
-- check: seen_at is null or <= seen_in_sitting_at
with sightings as (
    -- Stretches in which ours was seen without a break. Only one that had begun by then says that ours was
    -- open: a later one may be a new follow, with the end of the first seen by nobody.
    select account_id, user_id, first_at, last_at from list_presence where direction = 'outbound'
    union all
    select account_id, user_id, first_at, last_at
    from mutual_runs
    where direction = 'outbound' and is_present
),
-- A stretch of the same answers can go on across an end that a list showed, into a new follow.
pairs as (
    select *, case when o_gone is null then i_before else o_last end as seen_until from spell_pairs
)
select
    p.account_id, p.user_id, p.inbound_spell, p.outbound_spell,
    max(least(s.last_at, p.i_before, p.seen_until)) filter (
        where s.first_at <= p.i_after or p.i_after_id = p.o_before_id
    ) as seen_at,
    max(least(s.last_at, p.i_before, p.seen_until)) as seen_in_sitting_at
from pairs p
join sightings s
    on s.account_id = p.account_id and s.user_id = p.user_id and s.first_at <= p.i_before
    and s.first_at <= p.o_last
    and s.last_at >= p.o_before
left join sitting_order t
    on t.account_id = p.account_id and t.user_id = p.user_id and t.inbound_spell = p.inbound_spell
    and t.outbound_spell = p.outbound_spell and t.sitting_first = 'outbound'
where s.first_at <= p.i_after or p.i_after_id = p.o_before_id or s.first_at <= t.seen_at
group by p.account_id, p.user_id, p.inbound_spell, p.outbound_spell
