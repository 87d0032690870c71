-- Follows by the account that certainly went on from their start until they were last seen, because every
-- follow was recorded meanwhile and none of them began it again; one row an account, person and outbound
-- spell.
--
-- check: an outbound spell stands once
with begun as (
    select account_id, user_id, happened_after, happened_before
    from follow_events
    where direction = 'outbound' and kind = 'follow'
)
select distinct s.account_id, s.user_id, s.spell as outbound_spell
from spells s
join outbound_watches w
    on w.account_id = s.account_id and w.from_at <= s.start_before and w.to_at >= s.end_after
left join begun b
    on b.account_id = s.account_id and b.user_id = s.user_id and b.happened_before > s.start_before
    and b.happened_after < s.end_after
where s.direction = 'outbound' and s.end_after > s.start_before and b.user_id is null
