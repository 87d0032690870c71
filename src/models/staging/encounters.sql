-- Each inbound spell beside each outbound spell of the same person, with what is certain of their order; one row an
-- account, person, inbound spell and outbound spell.
--
-- is_outbound_first, is_inbound_first: certainly so: x.before <= y.after (two points: <), or one archive holds x's row
--   and lacks y's. Where neither holds the order is not known
-- gap_days_at_least, gap_days_at_most: how long the outbound follow was over when the inbound one began; 0 = open then
-- back_gap_at_least: how long the inbound follow was over when the outbound one began; null = certainly not over
--
-- check: not both is_outbound_first and is_inbound_first
with additions as (
    select account_id, bool_and(is_additions_only) as is_additions_only from watches group by account_id
),
archives as (
    select distinct snapshot_id from lists where source = 'x-archive'
),
pairs as (
    select
        i.account_id, i.user_id, i.spell as inbound_spell, o.spell as outbound_spell,
        i.start_after as i_after, i.start_before as i_before, i.is_exact_start as i_exact, i.end_after as i_last, i.end_before as i_gone,
        i.start_after_id as i_after_id, i.start_before_id as i_before_id,
        -- Somebody who reappeared had been there before: nothing is known of when that began.
        case when not o.is_reappeared then o.start_after end as o_after, o.start_before as o_before, o.is_exact_start as o_exact,
        o.start_after_id as o_after_id, o.start_before_id as o_before_id,
        o.end_after as o_last, o.end_before as o_gone,
        coalesce(d.is_additions_only, false) as is_additions_only
    from spells i
    join spells o on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
    left join additions d on d.account_id = i.account_id
    where i.direction = 'inbound'
)
select
    p.account_id, p.user_id, p.inbound_spell, p.outbound_spell, p.o_after, p.o_before, p.o_last, p.o_gone, p.i_after, p.i_before,
    coalesce(
        (p.o_before <= p.i_after and not (p.o_exact and p.i_exact and p.o_before = p.i_before))
        or (p.i_after_id = p.o_before_id and a.snapshot_id is not null),
        false
    ) as is_outbound_first,
    coalesce(
        (p.i_before <= p.o_after and not (p.o_exact and p.i_exact and p.o_before = p.i_before))
        or (p.o_after_id = p.i_before_id and b.snapshot_id is not null),
        false
    ) as is_inbound_first,
    case
        when p.is_additions_only or p.o_gone is null or p.i_after is null then 0.0
        else greatest(0.0, days_between(p.o_gone, p.i_after))
    end as gap_days_at_least,
    case when p.is_additions_only then 0.0 else greatest(0.0, days_between(p.o_last, p.i_before)) end as gap_days_at_most,
    -- Whether the inbound follow was open when the outbound one began.
    p.i_gone is not null and p.o_after is not null and p.i_gone <= p.o_after as is_inbound_over,
    p.i_gone is null or p.i_last >= p.o_before as is_inbound_still_open
from pairs p
left join archives a on a.snapshot_id = p.i_after_id
left join archives b on b.snapshot_id = p.o_after_id
