-- What rates of interactions are computed from: sums over people, so that the cost does not follow the
-- followers; one row an account, route, family of interactions and attention given.
--
-- is_prompted: interactions within 7 days after the account's own reply to them or mention of them; false:
--   the other interactions;
--   null: all. Only null where the account's own posts were not polled, nor show it turning to anybody
-- people: with covered time; seconds, seconds_squared: theirs
-- interactions, interactions_squared, interactions_seconds: covered interactions that address the brand,
--   inside a spell by its last sight, their squares and products by person
-- is_at_least: X cut the list of likers, or of reposters, of some post
--
-- check: people > 0
with covered as (
    select account_id, user_id, route, 'mention' as family, mention_seconds as seconds
    from covered_time
    where mention_seconds > 0
    union all
    select account_id, user_id, route, 'repost', repost_seconds from covered_time where repost_seconds > 0
    union all
    select account_id, user_id, route, 'like', like_seconds from covered_time where like_seconds > 0
),
times as (
    select
        account_id, route, family, count(*) as people, sum(seconds) as seconds,
        sum(wide(seconds) * seconds) as seconds_squared
    from covered
    group by account_id, route, family
),
interactions as (
    select
        account_id, act_id, user_id, acted_after, acted_before,
        case when kind in ('reply', 'quote') then 'mention' else kind end as family
    from engagements
    where circle = 'brand' and is_sighted and is_covered
),
answers as (
    select distinct a.account_id, a.act_id
    from interactions a
    join attention t
        on t.account_id = a.account_id and t.user_id = a.user_id and t.attended_at <= a.acted_after
        and t.attended_at >= days_after(a.acted_before, -prompted_days())
),
by_person as (
    select
        a.account_id, a.user_id, a.family, count(*) as interactions,
        count(*) filter (where w.act_id is not null) as attended
    from interactions a
    left join answers w on w.account_id = a.account_id and w.act_id = a.act_id
    group by a.account_id, a.user_id, a.family
),
polled as (
    select account_id, kind, bool_or(coalesce(is_capped, false)) as is_capped
    from polls
    group by account_id, kind
),
collected as (
    select account_id from polled where kind = 'post'
    union
    select account_id from attention
),
sides as (
    select account_id, user_id, family, cast(null as boolean) as is_prompted, interactions from by_person
    union all
    select account_id, user_id, family, true, attended from by_person where attended > 0
    union all
    select account_id, user_id, family, false, interactions - attended
    from by_person
    where interactions > attended
),
sums as (
    select
        account_id, t.route, family, s.is_prompted, sum(s.interactions) as interactions,
        sum(wide(s.interactions) * s.interactions) as interactions_squared,
        sum(wide(s.interactions) * t.seconds) as interactions_seconds
    from sides s
    join covered t using (account_id, user_id, family)
    group by account_id, t.route, family, s.is_prompted
),
cells as (
    select account_id, route, family, people, seconds, seconds_squared, cast(null as boolean) as is_prompted
    from times
    union all
    select account_id, t.route, t.family, t.people, t.seconds, t.seconds_squared, s.is_prompted
    from times t
    join collected c using (account_id)
    cross join (values (true), (false)) as s(is_prompted)
),
cut as (
    select account_id, kind as family from polled where kind in ('repost', 'like') and is_capped
)
select
    c.account_id, c.route, c.family, c.is_prompted, c.people, c.seconds, c.seconds_squared,
    coalesce(s.interactions, 0) as interactions, coalesce(s.interactions_squared, 0) as interactions_squared,
    coalesce(s.interactions_seconds, 0) as interactions_seconds,
    k.family is not null as is_at_least
from cells c
left join sums s
    on s.account_id = c.account_id and s.route = c.route and s.family = c.family
    and s.is_prompted is not distinct from c.is_prompted
left join cut k on k.account_id = c.account_id and k.family = c.family
