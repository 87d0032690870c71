-- What the balance of the two routes is computed from: what a profile showed at first sight, summed as whole
-- numbers; one row an account, trait and route.
--
-- trait: account_age (days), followers, following, ratio (followers to following), posts, protected,
--   verified
-- scale: day, log (millionths of ln(1 + count), or of a ln of two such), share (0 or 1)
-- people: of a cohort, with the trait known; total, squares: sums of it and of its squares
--
-- check: people > 0
with people as (
    select
        account_id, route,
        cast(floor(days_between(account_created_at, first_seen_at)) as bigint) as account_age,
        cast(round(ln(1 + followers_count) * 1000000) as bigint) as followers,
        cast(round(ln(1 + following_count) * 1000000) as bigint) as following,
        cast(round(ln(1 + posts_count) * 1000000) as bigint) as posts,
        cast(is_protected as bigint) as protected, cast(is_verified as bigint) as verified
    from followers
    where cohort_month is not null and route in ('followback', 'organic')
),
sums as (
    select
        account_id, route,
        count(account_age) as age_n, sum(account_age) as age_total,
        sum(wide(account_age) * account_age) as age_squares,
        count(followers) as followers_n, sum(followers) as followers_total,
        sum(wide(followers) * followers) as followers_squares,
        count(following) as following_n, sum(following) as following_total,
        sum(wide(following) * following) as following_squares,
        count(followers - following) as ratio_n, sum(followers - following) as ratio_total,
        sum(wide(followers - following) * (followers - following)) as ratio_squares,
        count(posts) as posts_n, sum(posts) as posts_total, sum(wide(posts) * posts) as posts_squares,
        count(protected) as protected_n, sum(protected) as protected_total, count(verified) as verified_n,
        sum(verified) as verified_total
    from people
    group by account_id, route
),
traits as (
    select
        account_id, 'account_age' as trait, 'day' as scale, route, age_n as people, age_total as total,
        age_squares as squares
    from sums
    union all
    select account_id, 'followers', 'log', route, followers_n, followers_total, followers_squares from sums
    union all
    select account_id, 'following', 'log', route, following_n, following_total, following_squares from sums
    union all
    select account_id, 'ratio', 'log', route, ratio_n, ratio_total, ratio_squares from sums
    union all
    select account_id, 'posts', 'log', route, posts_n, posts_total, posts_squares from sums
    union all
    select account_id, 'protected', 'share', route, protected_n, protected_total, protected_total from sums
    union all
    select account_id, 'verified', 'share', route, verified_n, verified_total, verified_total from sums
)
select account_id, trait, scale, route, people, total, squares
from traits
where people > 0
