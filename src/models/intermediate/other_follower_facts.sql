-- Whether each person in a cohort addressed another follower within 30 days of first sight; one row an
-- account and person.
--
-- reached_30: at least one reply, quote or mention in the account's conversations, see
--   acts_between_followers; null where these were not all asked for over the 30 days, or nobody looked since
--   whether they had left
-- reached_30_at: when that was known for good: all of them had been asked for, and somebody had looked
-- reached_30_at_least: the same by whatever was collected, most of it because it also named the account;
--   null where mentions were not covered over the 30 days
--
-- check: a person stands once
with sights as (
    select distinct account_id, first_seen_at, days_after(first_seen_at, engaged_days()) as until_at
    from followers
    where cohort_month is not null
),
covered as (
    select s.account_id, s.first_seen_at, s.until_at
    from sights s
    join engagement_cover v
        on v.account_id = s.account_id and v.kind = 'conversation' and v.from_at <= s.first_seen_at
        and v.to_at >= s.until_at
),
-- Of each conversation of those days: when all of it had been read to its end, or to theirs.
ends as (
    select s.account_id, s.first_seen_at, c.post_id, min(p.to_at) as asked_at
    from covered s
    join conversations c
        on c.account_id = s.account_id and c.began_at <= s.until_at
        and c.began_at >= days_after(s.first_seen_at, -post_interactions_days())
    join seen_stretches p
        on p.account_id = c.account_id and p.kind = 'conversation' and p.post_id = c.post_id
        and p.from_at <= greatest(c.began_at, s.first_seen_at)
        and p.to_at >= least(days_after(c.began_at, post_interactions_days()), s.until_at)
    group by s.account_id, s.first_seen_at, c.post_id
    union all
    select s.account_id, s.first_seen_at, cast(null as bigint), min(p.to_at)
    from covered s
    join seen_stretches p
        on p.account_id = s.account_id and p.kind = 'conversation' and p.to_at >= s.until_at
    group by s.account_id, s.first_seen_at
    union all
    select s.account_id, s.first_seen_at, null, min(greatest(k.from_at, s.until_at))
    from covered s
    join leaving_looks k on k.account_id = s.account_id and k.to_at >= s.until_at
    group by s.account_id, s.first_seen_at
),
known as (
    select account_id, first_seen_at, max(asked_at) as known_at from ends group by account_id, first_seen_at
),
first_acts as (
    select b.account_id, b.user_id, min(b.age_days) as first_age
    from acts_between_followers b
    join followers f using (account_id, user_id)
    where b.acted_after >= f.first_seen_at and b.acted_before > f.first_seen_at
    group by b.account_id, b.user_id
)
select
    account_id, user_id,
    case when k.known_at is not null then coalesce(a.first_age <= engaged_days(), false) end as reached_30,
    k.known_at as reached_30_at,
    case when p.engaged_30 is not null then coalesce(a.first_age <= engaged_days(), false) end
        as reached_30_at_least
from people_facts p
left join known k using (account_id, first_seen_at)
left join first_acts a using (account_id, user_id)
