-- Who belongs to the community of an account: followers seen to be there within the last 90 days of its
-- data, so far as it is known whom followers address; one row an account and person.
--
-- route: how they came
-- is_at_least: conversations were not all collected over those 90 days: of what followers say to each other,
--   only a part is known
--
-- check: a person stands once
with last_days as (
    select account_id, last_taken_at, days_after(last_taken_at, -community_days()) as from_at from accounts
),
present as (
    select distinct s.account_id, s.user_id
    from spells s
    join last_days d using (account_id)
    where s.direction = 'inbound' and (s.end_before is null or s.end_after >= d.from_at)
),
collected as (
    select
        d.account_id,
        bool_or(v.kind = 'conversation' and v.from_at <= d.from_at and v.to_at >= near_end) as is_whole
    from (select *, days_after(last_taken_at, -week_days()) as near_end from last_days) d
    join coverage v on v.account_id = d.account_id and v.kind in ('conversation', 'mention')
    group by d.account_id
)
select account_id, user_id, f.route, not c.is_whole as is_at_least
from present p
join followers f using (account_id, user_id)
join collected c using (account_id)
