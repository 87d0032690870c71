-- Everybody in a cohort, once for each length of period; one row an account, period and person.
--
-- period: month or week; cohort: its first day. People whose start window is wider than the period are left out
--
-- check: a person stands once in each period
select account_id, 'month' as period, route, cohort_month as cohort, user_id, first_seen_at
from followers
where cohort_month is not null and not is_blurred_month
union all
select account_id, 'week', route, cohort_week, user_id, first_seen_at
from followers
where cohort_week is not null and not is_blurred_week
