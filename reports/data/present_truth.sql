-- Of those whose route the records of the first look say, how many the truth of a simulated world gives
-- another route. One row; none of a world whose truth nobody knows.
select count(*) as people, count(*) filter (where p.route <> t.route) as wrong
from present_routes p
join true_routes t using (user_id)
where p.account_id = getvariable('account') and p.route_basis = 'records' and p.route <> 'unknown'
having count(*) > 0
