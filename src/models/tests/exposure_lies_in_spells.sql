-- Stretches of exposure lie inside their spell, one after the other; one row a stretch that does not.
select e.account_id, e.user_id, e.spell, e.stretch
from (
    select *, lag(to_at) over (partition by account_id, user_id, spell order by stretch) as to_before
    from exposure
) e
join spells s
    on s.account_id = e.account_id and s.user_id = e.user_id and s.spell = e.spell
    and s.direction = 'inbound'
where e.from_at < s.start_before or e.to_at > s.end_after or e.from_at < e.to_before
