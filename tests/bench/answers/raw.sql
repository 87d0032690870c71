/* The three answers by `followback query` over the raw tables, without anything of the models: no list is judged, and
   first sight rests on rows alone. See ../answers.ts for what the answers mean. */
with people as (
    select user_id, min(page_at) as listed_at, max(page_at) as last_at from raw.followers group by user_id
),
walks as (
    select distinct cast(started_at as date) as day from raw.lists where list = 'followers'
),
bounds as (
    select min(day) as first_day, max(day) as last_day from walks
),
retained_lists as (
    select a.day, min_by(b.day, abs(b.day - a.day - 90)) as near_day
    from walks a, walks b, bounds
    where abs(b.day - a.day - 90) <= 3.5 and a.day + 90 <= last_day
    group by a.day
),
followed as (
    select
        user_id, min(cast(page_at as date)) as our_day, list(page_at order by page_at) as seen
    from raw.following
    group by user_id
),
came as (
    select
        p.user_id, cast(p.listed_at as date) as day, p.last_at, f.our_day,
        -- The list of whom the account follows was read first, and says who follows back.
        coalesce(list_filter(f.seen, lambda t: cast(t as date) = cast(p.listed_at as date))[1], p.listed_at)
            as first_seen,
        list_filter(f.seen, lambda t: cast(t as date) < cast(p.listed_at as date))[-1] as our_last
    from people p
    left join followed f using (user_id)
),
engaged as (
    select distinct c.user_id
    from came c
    cross join bounds
    join raw.interactions i
        on i.actor_id = c.user_id and i.kind in ('reply', 'quote', 'mention') and i."after" >= c.first_seen
        and i."before" <= c.first_seen + interval 30 day
        and (i."before" <= c.last_at or cast(c.last_at as date) = last_day)
),
there as (
    select f.user_id
    from raw.followers f
    join came c on c.user_id = f.user_id
    join retained_lists r on r.day = c.day and cast(f.page_at as date) = r.near_day
),
judged as (
    select
        strftime(c.day, '%Y-%m') as month, r.near_day,
        case
            when c.day = first_day then 'pre_existing'
            when c.our_day = c.day then 'unknown'
            when c.our_day < c.day and cast(c.our_last as date) >= c.day - 30 then 'followback'
            else 'organic'
        end as route,
        c.first_seen + interval 30 day <= last_day as is_covered,
        e.user_id is not null as is_engaged,
        t.user_id is not null as is_retained
    from came c
    cross join bounds
    left join retained_lists r on r.day = c.day
    left join engaged e on e.user_id = c.user_id
    left join there t on t.user_id = c.user_id
),
counted as (
    select
        month, route, count(*) as people, count(near_day) as observed,
        count(*) filter (where is_retained) as retained, count(*) filter (where is_covered) as covered,
        count(*) filter (where is_covered and is_engaged) as engaged
    from judged
    group by month, route
)
select 'routes' as answer, month, route, people, 0 as "of" from counted
union all
select 'retained', month, route, observed, retained from counted where route <> 'pre_existing' and observed > 0
union all
select 'engaged', month, route, covered, engaged from counted where route <> 'pre_existing' and covered > 0
order by 1, 2, 3
