-- Bounds of unseen churn are no smaller with more days, and are there wherever every day is counted, unless
-- counts contradict the lists, and no daily count is negative; one row a span or day that breaks this.
select account_id, span, from_at
from unseen_churn
where counted_days > days or at_most < 0 or at_most_between > at_most
    or new_follows_between > new_follows or unfollows_between > unfollows
    or sure_arrivals > arrivals or sure_departures > departures
    or count_net_least > count_net_most
    or (counted_days = days) <> (is_contradicted is not null)
    or coalesce(is_contradicted, true) <> (at_most is null)
    or at_most_as_listed > at_most
union all
select account_id, 'day', cast(day as timestamp)
from daily_counts
where least(new_follows, unfollows, profile_visits, impressions, posts_created) < 0
