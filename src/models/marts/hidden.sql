-- Absences that turned out to be hidden: the profile was away, or came back to its old place; one row an account,
-- direction, person and absence.
--
-- hidden_after, hidden_before: last seen before, first seen again
-- shown_at: the first list without them; cause: as known before they came back
--
-- check: hidden_after < hidden_before
select
    p.account_id, p.direction, p.user_id, p.run as absence, p.end_after as hidden_after, e.back_at as hidden_before,
    p.end_before as shown_at, e.cause
from presence_runs p
join run_ends e on e.account_id = p.account_id and e.direction = p.direction and e.user_id = p.user_id and e.run = p.run
where e.is_hidden
order by p.account_id, p.direction, p.user_id, p.run
