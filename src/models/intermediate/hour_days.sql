-- Days whose hours may be recorded; one row an account and day.
--
-- day: of a source that records hours, one that it holds, with the days beside it, as its days are those of
--   some zone of the world. Files of money alone say nothing of hours
--
-- check: a day stands once
with recorders as (
    select distinct account_id, download from kept_costs where kind = 'hours'
)
select distinct account_id, day_after(d.day, s.shift) as day
from recorders
join download_days d using (account_id, download)
cross join (values (-1), (0), (1)) as s(shift)
