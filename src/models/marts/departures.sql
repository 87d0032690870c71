-- Follows that ended, by why; one row an account, direction, ISO week and cause.
--
-- direction: inbound (they followed the account), outbound (the account followed them)
-- week: of the list that showed it; where nothing but its date is known, of that date, see bare_dates
-- cause: unfollowed, suspended, gone, blocked (by the account), unresolved; of networks that say more
--   also blocks_us, deactivated, taken_down, deleted
-- spells: how many follows
--
-- check: cause is never null
with ended as (
    select
        s.account_id, s.direction, s.end_reason as cause,
        week_of(coalesce(cast(b.day as timestamp), s.end_before)) as week
    from spells s
    join account_facts n using (account_id)
    left join bare_dates b on b.account_id = s.account_id and b.told_at = s.end_before
    where s.end_before is not null and is_date(s.end_before, n.network_began_at)
)
select account_id, direction, week, cause, count(*) as spells
from ended
group by account_id, direction, week, cause
order by account_id, direction, week, cause
