-- Every inbound follow as far as it counts where leaving is compared with staying: up to the last complete
-- list of followers; one row an account, person and inbound spell.
--
-- Later events, incremental scans, and lists of whom the account follows tell of some that they left, and of
-- others that they stayed, but of nobody else anything: who left would be known, and who stayed not
--
-- looked_to: when that list was done; null = there is none
-- seen_to: when last seen, that list at most; without any the first row
-- gone_by: by when they were gone; null = still there by that list, or nothing tells by then
-- start_before, start_before_id, end_after, end_after_id, end_reason: see spells
--
-- check: start_before <= seen_to
-- check: gone_by <= looked_to
with last_lists as (
    select account_id, max(finished_at) as looked_to
    from lists
    where direction = 'inbound' and verdict = 'complete'
    group by account_id
)
select
    account_id, s.user_id, s.spell, s.start_before, s.start_before_id, s.end_after, s.end_after_id,
    s.end_reason, l.looked_to,
    greatest(s.start_before, least(s.end_after, coalesce(l.looked_to, s.start_before))) as seen_to,
    case when s.end_before <= l.looked_to then s.end_before end as gone_by
from spells s
left join last_lists l using (account_id)
where s.direction = 'inbound'
