-- Of those whose route records say and who never left, how many the truth of a simulated world gives
-- another route. One row; none of a world whose truth nobody knows.
select count(*) as people, count(*) filter (where p.route <> t.route) as wrong
from present_routes p
join true_routes t using (user_id)
join spells s
    on s.account_id = p.account_id and s.user_id = p.user_id and s.direction = 'inbound'
    and s.end_before is null and s.spell = 1
where p.account_id = getvariable('account') and p.route_basis = 'records' and p.route <> 'unknown'
having count(*) > 0
