-- The rows of followers and following lists, those in neighbouring lists as one where the store has them
-- folded (see attachFoldedLists in src/snapshots/store.ts) or a former build kept their stint (see
-- src/models/kept-relations.ts); one row a person and run of lists.
-- Kept as a view: it is read in passing by aggregates and never needed whole.
--
-- list_series: of the lists; first_number, last_number, first_at, last_at: the first and the last of them,
--   and when their pages arrived
-- completes_before, completes: complete lists before the first of them, and up to the last
-- complete_rows: how many of the run's lists are complete
--
-- check: none, rows of the source
select
    l.list_series, w.user_id, l.list_number as first_number, l.list_number as last_number,
    w.page_at as first_at, w.page_at as last_at,
    case when l.verdict = 'complete' then l.completes - 1 else l.completes end as completes_before,
    l.completes,
    case when l.verdict = 'complete' then 1 else 0 end as complete_rows
from raw.fresh_followers w
join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = 'followers'
union all
select
    l.list_series, w.user_id, l.list_number, l.list_number, w.page_at, w.page_at,
    case when l.verdict = 'complete' then l.completes - 1 else l.completes end,
    l.completes,
    case when l.verdict = 'complete' then 1 else 0 end
from raw.fresh_following w
join lists l on l.account_id = w.account_id and l.snapshot_id = w.snapshot_id and l.list = 'following'
union all
select
    f.list_series, r.user_id, f.list_number, t.list_number, r.first_at, r.last_at,
    case when f.verdict = 'complete' then f.completes - 1 else f.completes end,
    t.completes,
    -- Of lists that did not end none is complete, and others may stand between them.
    case
        when not r.is_ended then 0
        when f.verdict = 'complete' then t.completes - f.completes + 1
        else t.completes - f.completes
    end
from raw.fresh_runs r
join lists f on f.account_id = r.account_id and f.snapshot_id = r.first_id and f.list = r.list
join lists t on t.account_id = r.account_id and t.snapshot_id = r.last_id and t.list = r.list
union all
select
    f.list_series, k.user_id, k.first_number, k.last_number, k.first_at, k.last_at,
    case when f.verdict = 'complete' then f.completes - 1 else f.completes end,
    t.completes,
    -- No complete list between the first and the last lacks them.
    case
        when f.verdict = 'complete' then t.completes - f.completes + 1
        else t.completes - f.completes
    end
from raw.kept_presence k
join lists f
    on f.account_id = k.account_id and f.direction = k.direction and f.source = k.source
    and f.list_number = k.first_number
join lists t
    on t.account_id = k.account_id and t.direction = k.direction and t.source = k.source
    and t.list_number = k.last_number
