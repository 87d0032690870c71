-- When the follows of those who follow now were made. One row a month and route; the month is null where
-- the record of a follow has no sure date, and where the follow may have begun in one of two months.
select
    case
        when date_trunc('month', followed_after) = date_trunc('month', followed_before)
        then cast(date_trunc('month', followed_before) as date)
    end
        as month,
    route, count(*) as people
from present_routes
where account_id = getvariable('account')
group by 1, 2
order by month nulls last, route
