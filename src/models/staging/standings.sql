-- Where somebody stood in a list that could judge it: at a place of newcomers, or at an old one; one row an
-- account, list and person. Kept as a view: few of its rows are ever read.
--
-- standing: reappeared = at an old place, though no earlier list showed them; see src/lists/lists.ts
--
-- check: none, rows of the judgements
select account_id, snapshot_id, list, user_id, standing
from judged_rows
