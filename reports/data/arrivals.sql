-- How unevenly followers arrived over the days of a week, all weeks so far, by every way of counting the
-- unknown. One row a kind of days and way; none where no whole week was looked at every day.
with
ways(unknown_as, nth) as (
    values ('left_out', 1), ('followback', 2), ('organic', 3), ('without_sittings', 4)
),
estimates as (
    select u.*, w.nth, least(u.people_followback, u.people_organic) as smaller
    from arrival_unevenness u
    join ways w using (unknown_as)
    where u.account_id = getvariable('account') and u.evaluated_at is null
)
select
    days_of, unknown_as, weeks_followback, people_followback, weeks_organic, people_organic,
    suppressed(followback, people_followback) as followback,
    suppressed(followback_low_95, people_followback) as followback_low,
    suppressed(followback_high_95, people_followback) as followback_high,
    suppressed(organic, people_organic) as organic,
    suppressed(organic_low_95, people_organic) as organic_low,
    suppressed(organic_high_95, people_organic) as organic_high,
    suppressed(difference, smaller) as difference,
    suppressed(low_95, smaller) as low, suppressed(high_95, smaller) as high
from estimates
order by days_of, nth
