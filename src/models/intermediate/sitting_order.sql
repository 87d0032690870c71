-- Which of two follows came first where one sitting holds the one and lacks the other; one row an account,
-- person, inbound spell and outbound spell of which a sitting says that.
--
-- sitting_first: outbound or inbound
-- seen_at: the end of that sitting's day
--
-- Two lists of which only the date is known may have been read hours apart, and a follow may have come
-- between: what this says holds only as far as they were one sitting.
--
-- check: sitting_first is one of the two
with seated as (
    select account_id, direction, snapshot_id, sitting
    from lists
    where sitting is not null and verdict = 'complete'
),
shown as (
    select account_id, direction, user_id, sitting, page_at from list_rows where sitting is not null
),
found as (
    select p.account_id, p.user_id, p.inbound_spell, p.outbound_spell, r.direction, r.page_at
    from spell_pairs p
    join seated l
        on l.account_id = p.account_id and l.direction = 'inbound' and l.snapshot_id = p.i_after_id
    join shown r
        on r.account_id = p.account_id and r.user_id = p.user_id and r.direction = 'outbound'
        and r.sitting = l.sitting
        and r.page_at between p.o_before and p.o_last
    union all
    select p.account_id, p.user_id, p.inbound_spell, p.outbound_spell, r.direction, r.page_at
    from spell_pairs p
    join seated l
        on l.account_id = p.account_id and l.direction = 'outbound' and l.snapshot_id = p.o_after_id
    join shown r
        on r.account_id = p.account_id and r.user_id = p.user_id and r.direction = 'inbound'
        and r.sitting = l.sitting
        and r.page_at between p.i_before and p.i_last
)
select
    account_id, user_id, inbound_spell, outbound_spell, min(direction) as sitting_first,
    max(page_at) as seen_at
from found
group by account_id, user_id, inbound_spell, outbound_spell
having min(direction) = max(direction)
