-- What is known of every account of the store, at a glance; one row an account.
--
-- sources: comma-separated
-- first_taken_at, last_taken_at: from when to when it was looked at: begins of snapshots with its lists, and
--   watching. Files of campaigns, visits, costs and the like are no look, nor are logs of its own follows,
--   unless there is nothing else
-- lists, complete_lists: walked lists of followers and following
-- followers_now, following_now, mutual_now: spells still open at the end of the data
-- interactions_without_target: interactions of imported tables that do not say whom they address: they count
--   as no engagement
-- has_engagement: mentions were collected; is_retention_recorded: some source records that people leave
-- left_out: people of whom only the name is known and who are in no figure, as lists or logs of ids may hold
--   them too
-- people: everybody seen to follow; followback, unknown, organic, pre_existing: by route
--
-- check: people = followback + unknown + organic + pre_existing
with walked as (
    select
        account_id, min(taken_at) as first_at, max(taken_at) as last_at,
        count(*) filter (where direction <> 'blocking') as lists,
        count(*) filter (where direction <> 'blocking' and verdict = 'complete') as complete_lists
    from lists
    group by account_id
),
watched as (
    select
        account_id, min(from_at) as first_at, max(to_at) as last_at,
        bool_and(is_additions_only) as is_additions_only
    from (
        select account_id, from_at, to_at, is_additions_only from watches
        union all
        -- An outreach log that holds all follows says nothing of who left.
        select account_id, from_at, to_at, true
        from outbound_watches
        where account_id not in (select account_id from walked union select account_id from watches)
    ) as periods
    group by account_id
),
everybody as (
    select account_id from walked union select account_id from watched
),
open_now as (
    select
        account_id, user_id, max(case when direction = 'inbound' then 1 else 0 end) as is_inbound,
        max(case when direction = 'outbound' then 1 else 0 end) as is_outbound
    from spells
    where end_before is null
    group by account_id, user_id
),
standing as (
    select
        account_id, sum(is_inbound) as followers_now, sum(is_outbound) as following_now,
        sum(is_inbound * is_outbound) as mutual_now
    from open_now
    group by account_id
),
routes as (
    select
        account_id, count(*) as people, count(*) filter (where route = 'followback') as followback,
        count(*) filter (where route = 'unknown') as unknown_route,
        count(*) filter (where route = 'organic') as organic,
        count(*) filter (where route = 'pre_existing') as pre_existing
    from followers
    group by account_id
),
silent as (
    select account_id, count(*) as interactions from interactions where circle = 'nobody' group by account_id
),
collected as (
    select distinct account_id, true as has_mentions from coverage where kind = 'mention'
)
select
    account_id, f.sources,
    least(coalesce(w.first_at, t.first_at), coalesce(t.first_at, w.first_at)) as first_taken_at,
    greatest(coalesce(w.last_at, t.last_at), coalesce(t.last_at, w.last_at)) as last_taken_at,
    coalesce(w.lists, 0) as lists, coalesce(w.complete_lists, 0) as complete_lists,
    cast(coalesce(s.followers_now, 0) as bigint) as followers_now,
    cast(coalesce(s.following_now, 0) as bigint) as following_now,
    cast(coalesce(s.mutual_now, 0) as bigint) as mutual_now,
    coalesce(n.interactions, 0) as interactions_without_target,
    coalesce(c.has_mentions, false) as has_engagement,
    w.lists is not null or not t.is_additions_only as is_retention_recorded,
    coalesce(o.people, 0) as left_out,
    coalesce(r.people, 0) as people, coalesce(r.followback, 0) as followback,
    coalesce(r.unknown_route, 0) as "unknown",
    coalesce(r.organic, 0) as organic, coalesce(r.pre_existing, 0) as pre_existing
from everybody e
join account_facts f using (account_id)
left join walked w using (account_id)
left join watched t using (account_id)
left join standing s using (account_id)
left join routes r using (account_id)
left join silent n using (account_id)
left join collected c using (account_id)
left join people_left_out o using (account_id)
order by account_id
