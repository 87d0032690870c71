-- When the follows of those who follow now were made. One row a month and route; the month is null where
-- the record of a follow has no sure date.
select
    case when followed_after is not null then cast(date_trunc('month', followed_before) as date) end
        as month,
    route, count(*) as people
from present_routes
where account_id = getvariable('account')
group by 1, 2
order by month nulls last, route
