-- What claims and adjusted figures ask of each person in a cohort; one row an account and person.
--
-- kept_90, kept_90_at: still there at 90 days (null = no observation), and when that was due
-- engaged_30, engaged_30_at: engaged within 30 covered days (null = not covered), and when those were over
-- is_count_builder: followed more than 1.25 accounts for each follower at first sight (null = no profile)
-- age_band: the profile's age at first sight: under 180 days, under 2 years, older
-- ratio_band: followers / following at first sight: under 0.8, to 1.25, above
-- quarter: of first sight
--
-- check: a person stands once
with people as (
    select * from followers where cohort_month is not null
),
kept_then as (
    select k.account_id, k.user_id, k.is_kept from kept k where k.age_days = 90 and k.is_due
),
acts as (
    select e.account_id, e.user_id, min(e.age_days) as first_age
    from engagements e
    join people p on p.account_id = e.account_id and p.user_id = e.user_id
    where e.placement = 'inside' and e.kind in ('reply', 'quote', 'mention') and e.is_covered and e.acted_after >= p.first_seen_at
    group by e.account_id, e.user_id
),
covered as (
    select distinct p.account_id, p.first_seen_at
    from (select distinct account_id, first_seen_at from people) p
    join coverage v
        on v.account_id = p.account_id and v.kind = 'mention' and v.from_at <= p.first_seen_at
        and v.to_at >= days_after(p.first_seen_at, 30)
)
select
    p.account_id, p.user_id, p.route, p.first_seen_at, p.cohort_month, p.is_blurred_month,
    k.is_kept as kept_90, days_after(p.first_seen_at, 90) as kept_90_at,
    case when c.account_id is not null then coalesce(a.first_age <= 30, false) end as engaged_30,
    days_after(p.first_seen_at, 30) as engaged_30_at,
    case when p.followers_count is not null then p.following_count > 1.25 * p.followers_count end as is_count_builder,
    case
        when p.account_created_at is null then null
        when days_between(p.account_created_at, p.first_seen_at) < 180 then 0
        when days_between(p.account_created_at, p.first_seen_at) < 730 then 1
        else 2
    end as age_band,
    case
        when p.followers_count is null then null
        when p.followers_count < 0.8 * p.following_count then 0
        when p.followers_count <= 1.25 * p.following_count then 1
        else 2
    end as ratio_band,
    cast(date_trunc('quarter', p.first_seen_at) as date) as quarter
from people p
left join kept_then k on k.account_id = p.account_id and k.user_id = p.user_id
left join acts a on a.account_id = p.account_id and a.user_id = p.user_id
left join covered c on c.account_id = p.account_id and c.first_seen_at = p.first_seen_at
