-- X's daily counts beside what the lists saw. One row a stretch of complete lists whose days are all
-- counted.
select
    from_at, to_at, cast(lists as integer) as lists, cast(days as integer) as days,
    cast(new_follows as integer) as new_follows, cast(unfollows as integer) as unfollows,
    cast(new_follows_between as integer) as new_follows_between,
    cast(unfollows_between as integer) as unfollows_between,
    cast(arrivals as integer) as arrivals, cast(departures as integer) as departures,
    cast(at_most as integer) as at_most, cast(at_most_as_listed as integer) as at_most_as_listed,
    cast(at_most_between as integer) as at_most_between,
    cast(list_net as integer) as list_net, cast(count_net_least as integer) as count_net_least,
    cast(count_net_most as integer) as count_net_most, is_net_alike, is_contradicted
from unseen_churn
where account_id = getvariable('account') and span = 'stretch'
order by from_at
