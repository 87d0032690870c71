-- Of those still there at a landmark, who were kept 60 days later, by whether they had engaged. One row a
-- route, landmark and side.
select
    route, landmark_days, is_engaged, people, published(kept, people) as kept,
    published(share, people) as share,
    published(low, people) as low, published(high, people) as high
from landmarks
where account_id = getvariable('account')
order by route, landmark_days, is_engaged
