-- Each inbound spell beside each outbound spell of the same person, with their windows; one row an account,
-- person, inbound spell and outbound spell.
--
-- i_after, i_before, o_after, o_before: the windows of the two starts; after is null where somebody
--   reappeared, for they had been there before anybody saw them
-- i_last, i_gone, o_last, o_gone: the windows of the two ends
-- i_exact, o_exact: the start is a point in time; *_id: the snapshot of the bound, null for events
--
-- check: inbound_spell and outbound_spell are at least 1
select
    i.account_id, i.user_id, i.spell as inbound_spell, o.spell as outbound_spell,
    case when not i.is_reappeared then i.start_after end as i_after, i.start_before as i_before,
    i.is_exact_start as i_exact,
    i.end_after as i_last, i.end_before as i_gone,
    case when not i.is_reappeared then i.start_after_id end as i_after_id,
    i.start_before_id as i_before_id,
    case when not o.is_reappeared then o.start_after end as o_after, o.start_before as o_before,
    o.is_exact_start as o_exact,
    o.end_after as o_last, o.end_before as o_gone,
    case when not o.is_reappeared then o.start_after_id end as o_after_id,
    o.start_before_id as o_before_id, o.end_after_id as o_last_id
from spells i
join spells o on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
where i.direction = 'inbound'
