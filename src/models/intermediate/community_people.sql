-- Who belongs to the community of an account: followers seen to be there within the last 90 days in which
-- anybody looked at its followers, or whose events were listened to within them and who were not seen to
-- leave before, so far as it is known whom followers address; one row an account and person.
--
-- route: how they came
-- is_at_least: conversations were not all collected over those 90 days (or since the first week of the
--   data), up to the last 7 days: of what followers say to each other, only a part is known
--
-- check: a person stands once
with seen as (
    select account_id, max(end_after) as seen_to from spells where direction = 'inbound' group by account_id
),
looked as (
    select
        account_id, a.first_taken_at,
        least(a.last_taken_at, greatest(s.seen_to, coalesce(l.looked_to, s.seen_to))) as last_at
    from accounts a
    join seen s using (account_id)
    left join follower_looks l using (account_id)
),
last_days as (
    select
        account_id, days_after(last_at, -community_days()) as from_at,
        greatest(
            days_after(last_at, -community_days()), days_after(first_taken_at, week_days())
        ) as begins_at,
        days_after(last_at, -week_days()) as ends_at
    from looked
),
listened as (
    select distinct account_id
    from watches w
    join last_days d using (account_id)
    where w.to_at >= d.from_at
),
present as (
    select distinct s.account_id, s.user_id
    from spells s
    join last_days d using (account_id)
    left join listened l using (account_id)
    where s.direction = 'inbound'
        and (s.end_after >= d.from_at or s.end_before is null and l.account_id is not null)
),
collected as (
    select
        d.account_id,
        bool_or(v.kind = 'conversation' and v.from_at <= d.begins_at and v.to_at >= d.ends_at) as is_whole
    from last_days d
    join coverage v on v.account_id = d.account_id and v.kind in ('conversation', 'mention')
    group by d.account_id
)
select account_id, user_id, f.route, not c.is_whole as is_at_least
from present p
join followers f using (account_id, user_id)
join collected c using (account_id)
