-- How many people there are to put into cohorts, and of how many the month, or the week, of first sight is
-- not known because two lists lay too far apart. One row a route.
select
    route, count(*) as people, count(*) filter (where is_blurred_month) as blurred_month,
    count(*) filter (where is_blurred_week) as blurred_week,
    round(days_between(min(first_seen_at), max(a.last_taken_at)), 1) as oldest_days
from followers f
join accounts a using (account_id)
where account_id = getvariable('account') and f.cohort_month is not null
group by route
order by route
