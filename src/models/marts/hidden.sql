-- Absences that turned out to be hidden: the profile was away, or came back to its old place; one row an
-- account, direction, person and absence.
--
-- hidden_after, hidden_before: last seen before, first seen again
-- shown_at: the first list without them; cause: as known before they came back
--
-- check: hidden_after < hidden_before
select
    account_id, direction, user_id, run as absence, p.end_after as hidden_after, e.back_at as hidden_before,
    p.end_before as shown_at, e.cause
from presence p
join presence_ends e using (account_id, direction, user_id, run)
where e.is_hidden
order by account_id, direction, user_id, run
