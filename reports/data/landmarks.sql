-- Of those still there at a landmark, who were retained 60 days later, by whether they had engaged. One row
-- a route, landmark and side.
select
    route, landmark_days, is_engaged, people, suppressed(retained, people) as retained,
    suppressed(share, people) as share,
    suppressed(low, people) as low, suppressed(high, people) as high
from landmarks
where account_id = getvariable('account')
order by route, landmark_days, is_engaged
