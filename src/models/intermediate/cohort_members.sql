-- Everybody in a cohort, once for each length of period, those alike counted together; one row an account,
-- period, route, cohort and kind of member.
--
-- period: month or week; cohort: its first day. People whose start window is wider than the period are left
--   out
-- may_be_followback: see followers; is_by_sitting: their route rests on a sitting alone, see route_basis
--   there
-- representative_user_id: whose stay theirs is like, see stays
-- engaged_at, engaged_at_most, engaged_with_likes: the youngest of the ages 7, 30 and 90 by which they had,
--   see first_interactions
-- people: how many
--
-- check: people > 0
with people as (
    select
        account_id, f.route, f.may_be_followback,
        coalesce(f.route_basis = 'sitting', false) as is_by_sitting,
        f.cohort_month, f.cohort_week, f.is_blurred_month, f.is_blurred_week, f.first_seen_at,
        s.representative_user_id,
        engagement_age(a.first_age) as engaged_at,
        engagement_age(a.first_age_at_most) as engaged_at_most,
        engagement_age(a.first_age_with_likes) as engaged_with_likes
    from followers f
    join stay_groups s using (account_id, user_id)
    left join first_interactions a using (account_id, user_id)
    where f.cohort_month is not null
),
alike as (
    select
        account_id, route, may_be_followback, is_by_sitting, cohort_month, cohort_week, is_blurred_month,
        is_blurred_week,
        first_seen_at, representative_user_id,
        engaged_at, engaged_at_most, engaged_with_likes, count(*) as people
    from people
    group by
        account_id, route, may_be_followback, is_by_sitting, cohort_month, cohort_week, is_blurred_month,
        is_blurred_week,
        first_seen_at, representative_user_id,
        engaged_at, engaged_at_most, engaged_with_likes
)
select
    account_id, 'month' as period, route, may_be_followback, is_by_sitting, cohort_month as cohort,
    first_seen_at, representative_user_id,
    engaged_at, engaged_at_most, engaged_with_likes, people
from alike
where not is_blurred_month
union all
select
    account_id, 'week', route, may_be_followback, is_by_sitting, cohort_week, first_seen_at,
    representative_user_id,
    engaged_at,
    engaged_at_most,
    engaged_with_likes, people
from alike
where cohort_week is not null and not is_blurred_week
