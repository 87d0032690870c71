-- Periods in which every follow by the account was recorded, by listening or in an outreach log that holds
-- all; one row an account and period.
--
-- has_baseline: whom it followed before `from_at` is known too
--
-- check: from_at <= to_at
select
    account_id, "from" as from_at, "to" as to_at, bool_or(coalesce(has_baseline, false)) as has_baseline
from raw.stream_periods
where direction is null or direction = 'outbound'
group by account_id, "from", "to"
