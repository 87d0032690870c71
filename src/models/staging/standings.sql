-- Where somebody stood in a list that could judge it: at a place of newcomers, or at an old one; one row an
-- account, list and person. Kept as a view: few of its rows are ever read.
--
-- standing: reappeared = at an old place, though no earlier list showed them; see src/lists/lists.ts. Or,
--   where lists are what was asked: not asked before, and perhaps there all along, see follow_records
--
-- check: none, rows of the judgements
select account_id, snapshot_id, list, user_id, standing
from judged_rows
union all
select
    account_id, first_id, case direction when 'inbound' then 'followers' else 'following' end, user_id,
    'reappeared'
from follow_records
where is_met_late
