-- What was asked for of the account's posts, mentions and interactions on its posts, and how far back it
-- reached; one row a poll. Kept as a view: it is small, and read in passing.
--
-- kind: post, mention, repost, quote, like; target: the post whose interactions were asked for, null for
--   timelines
-- from_at, to_at: what the poll covers
-- is_complete: it reached all of that; is_capped: X showed no more, though there may have been
-- is_declared: the user says so of an imported file; nothing asked for it
--
-- check: none, rows of the source
select
    account_id, kind, target, "from" as from_at, "to" as to_at, complete as is_complete, capped as is_capped,
    coalesce(declared, false) as is_declared
from raw.polls
