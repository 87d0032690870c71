-- What claims and adjusted figures ask of each person in a cohort; one row an account and person.
--
-- may_be_followback: see followers; is_by_sitting: their route rests on a sitting alone, see route_basis
--   there
-- retained_90, retained_90_at: still there at 90 days (null = no observation), and when that was known for
--   good: no later list can be nearer
-- retained_90_hidden_until: hidden at that list, and seen again then; until then they had left
-- engaged_30, engaged_30_at: engaged, by an act that addresses the brand, within 30 covered days (null = not
--   covered, or nobody looked since whether they had left), and when that was known: polled, and looked.
--   Null where the user only declared that a file holds these days: rates count them, verdicts do not
-- is_count_builder: at first sight followed 1,000 accounts or more and was followed by about as many, 0.8 to
--   1.25 for
--   each: the mark of those who follow to be followed back (Dugué and Perez 2014). Null = no profile
-- age_band: the profile's age at first sight: under 180 days, under 2 years, older
-- ratio_band: followers / following at first sight: under 0.8, to 1.25, above
-- quarter: of cohort_month
--
-- check: a person stands once
with people as (
    select * from followers where cohort_month is not null
),
retained_then as (
    select s.account_id, s.user_id, k.is_retained, k.seen_at, k.hidden_until
    from retention_by_person k
    join stay_groups s on s.account_id = k.account_id and s.representative_user_id = k.user_id
    where k.age_days = retained_days() and k.is_due
),
-- What the poll that closed the 30 days knew, it knew from then on.
polled as (
    select p.account_id, p.first_seen_at, min(v.to_at) as polled_at
    from (select distinct account_id, first_seen_at from people) p
    join seen_stretches v
        on v.account_id = p.account_id and v.kind = 'mention' and v.from_at <= p.first_seen_at
        and v.to_at >= days_after(p.first_seen_at, engaged_days())
    group by p.account_id, p.first_seen_at
),
covered as (
    select p.account_id, p.first_seen_at, true as is_covered
    from (select distinct account_id, first_seen_at from people) p
    join engagement_cover c
        on c.account_id = p.account_id and c.kind = 'mention' and c.from_at <= p.first_seen_at
        and c.to_at >= days_after(p.first_seen_at, engaged_days())
),
-- Who left within the 30 days, and did nothing after that as a follower, a later look shows.
looked as (
    select
        p.account_id, p.first_seen_at,
        min(greatest(k.from_at, days_after(p.first_seen_at, engaged_days()))) as looked_at
    from (select distinct account_id, first_seen_at from people) p
    join leaving_looks k
        on k.account_id = p.account_id and k.to_at >= days_after(p.first_seen_at, engaged_days())
    group by p.account_id, p.first_seen_at
),
known as (
    select
        account_id, c.first_seen_at, greatest(c.polled_at, coalesce(l.looked_at, c.polled_at)) as known_at
    from polled c
    left join looked l using (account_id, first_seen_at)
    left join (select distinct account_id, true as is_recorded from leaving_looks) r using (account_id)
    where l.looked_at is not null or not coalesce(r.is_recorded, false)
)
select
    account_id, user_id, p.route, p.may_be_followback,
    coalesce(p.route_basis = 'sitting', false) as is_by_sitting, first_seen_at, p.cohort_month,
    p.is_blurred_month,
    k.is_retained as retained_90,
    days_after(first_seen_at, retained_days() + near_list_days()) as retained_90_at,
    k.hidden_until as retained_90_hidden_until,
    case when v.is_covered then coalesce(a.first_age <= engaged_days(), false) end as engaged_30,
    c.known_at as engaged_30_at,
    case
        when p.followers_count is not null and p.following_count is not null
        then p.following_count >= 1000 and p.followers_count >= 0.8 * p.following_count
            and p.followers_count <= 1.25 * p.following_count
    end as is_count_builder,
    case
        when p.account_created_at is null then null
        when days_between(p.account_created_at, first_seen_at) < 180 then 0
        when days_between(p.account_created_at, first_seen_at) < 730 then 1
        else 2
    end as age_band,
    case
        when p.followers_count is null or p.following_count is null then null
        when p.followers_count < 0.8 * p.following_count then 0
        when p.followers_count <= 1.25 * p.following_count then 1
        else 2
    end as ratio_band,
    cast(quarter_start(cast(p.cohort_month as timestamp)) as date) as quarter
from people p
left join retained_then k using (account_id, user_id)
left join first_interactions a using (account_id, user_id)
left join covered v using (account_id, first_seen_at)
left join known c using (account_id, first_seen_at)
