-- The three answers from SQLite, in the tables of twitter-to-sqlite (`following` with `first_seen`, `tweets`) and one of
-- dated lists, because that tool does not store who left: `listed`, a row a follow and list that shows it. Times are
-- seconds, faster than the tool's own text. See ../answers.ts for what the answers mean.
with brand as (
    select id, (select min(day) from lists) as first_day, (select max(day) from lists) as last_day
    from users
    where screen_name = 'brand'
),
-- The list nearest to 90 days after each list, at most 3.5 days off.
retained_lists as (
    select day, near_day
    from (
        select
            a.day, b.day as near_day,
            row_number() over (partition by a.day order by abs(b.day - a.day - 90 * 86400), b.day) as nth
        from lists a
        join brand
        join lists b on abs(b.day - a.day - 90 * 86400) <= 3.5 * 86400
        where a.day + 90 * 86400 <= brand.last_day
    )
    where nth = 1
),
came as (
    select
        brand.id as brand_id, brand.first_day, brand.last_day,
        f.follower_id as id, f.first_seen, f.first_seen - f.first_seen % 86400 as day,
        o.first_seen - o.first_seen % 86400 as our_day
    from brand
    join following f on f.followed_id = brand.id
    left join following o on o.followed_id = f.follower_id and o.follower_id = brand.id
),
people as (
    select
        c.id, strftime('%Y-%m', c.day, 'unixepoch') as month, r.near_day,
        c.first_seen + 30 * 86400 <= c.last_day as is_covered,
        case
            when c.day = c.first_day then 'pre_existing'
            when c.our_day = c.day then 'unknown'
            when c.our_day < c.day and (
                select max(day) from listed where followed_id = c.id and follower_id = c.brand_id and day <= c.day
            ) >= c.day - 30 * 86400 then 'followback'
            else 'organic'
        end as route,
        r.near_day is not null and exists (
            select 1 from listed
            where followed_id = c.brand_id and follower_id = c.id and day = r.near_day
        ) as is_retained,
        exists (
            select 1 from tweets t
            where t.user = c.id and t.created_at between c.first_seen and c.first_seen + 30 * 86400
                and t.retweeted_status is null
                and (
                    exists (
                        select 1 from listed
                        where followed_id = c.brand_id and follower_id = c.id and day = c.last_day
                    )
                    or t.created_at <= (
                        select page_at from listed
                        where followed_id = c.brand_id and follower_id = c.id order by day desc limit 1
                    )
                )
        ) as is_engaged
    from came c
    left join retained_lists r on r.day = c.day
),
counted as (
    select
        month, route, count(*) as people,
        count(near_day) as observed, sum(is_retained) as retained,
        sum(is_covered) as covered, sum(is_engaged and is_covered) as engaged
    from people
    group by month, route
)
select 'routes', month, route, people, 0 from counted
union all
select 'retained', month, route, observed, retained from counted where route <> 'pre_existing' and observed > 0
union all
select 'engaged', month, route, covered, engaged from counted where route <> 'pre_existing' and covered > 0
order by 1, 2, 3;
