-- Follows that ended, by why; one row an account, direction, ISO week and cause.
--
-- direction: inbound (they followed the account), outbound (the account followed them)
-- week: of the list that showed it
-- cause: unfollowed, suspended, gone, blocked (by the account), unresolved; of networks that say more
--   also blocks_us, deactivated, taken_down, deleted
-- spells: how many follows
--
-- check: cause is never null
select account_id, s.direction, week_of(s.end_before) as week, s.end_reason as cause, count(*) as spells
from spells s
join account_facts n using (account_id)
where s.end_before is not null and is_date(s.end_before, n.network_began_at)
group by account_id, s.direction, week_of(s.end_before), s.end_reason
order by account_id, s.direction, week, cause
