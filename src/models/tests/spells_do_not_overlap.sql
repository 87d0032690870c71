-- A person's spells follow one another; one row a spell that begins before the one before it was seen to
-- have ended.
select account_id, direction, user_id, spell
from (
    select *, lag(end_after) over (partition by account_id, direction, user_id order by spell) as seen_before
    from spells
) s
where s.start_before <= s.seen_before or s.start_before > s.end_after
