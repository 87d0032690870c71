-- Periods in which events of an account were listened to, in both directions; one row an account and period.
--
-- has_baseline: what existed before `from_at` is known too
-- is_additions_only: follows are recorded, unfollows never
--
-- check: from_at <= to_at
select
    account_id, "from" as from_at, "to" as to_at, bool_or(coalesce(has_baseline, false)) as has_baseline,
    bool_or(coalesce(additions_only, false)) as is_additions_only
from raw.stream_periods
where direction is null
group by account_id, "from", "to"
