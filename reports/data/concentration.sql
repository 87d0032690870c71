-- How much of all acts the most active did. One row a route.
select
    route, people, acts, published(top_1, people) as top_1, published(top_5, people) as top_5,
    published(top_10, people) as top_10, published(median, people) as median
from concentration
where account_id = getvariable('account')
order by route
