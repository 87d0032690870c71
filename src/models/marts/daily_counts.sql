-- What X counted of the account day by day, as its account overview says; one row an account and day.
--
-- day: of UTC, from the newest download that holds it; a day without a row is not known, which is not zero
-- new_follows: follows of the day, unfollows not subtracted; unfollows; profile_visits; impressions: times
--   that posts were seen; posts_created. Null where the file does not say
--
-- check: none of the counts is negative
select account_id, day, new_follows, unfollows, profile_visits, impressions, posts_created
from kept_daily_counts
order by account_id, day
