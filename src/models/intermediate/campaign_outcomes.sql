-- What came of attempts of campaigns, as far as it is settled; one row an account, person, attempt,
-- campaign and result.
--
-- result: won, kept_90, engaged_30, see campaign_results
-- settled_at: when an answer within 30 days, and what its follower did by the age, was known; null while it
--   is not, and where it was never watched. It goes by the attempt alone, never by what came of it
-- is_certain, is_shared, has_hours: see campaign_attempts
-- is_answered: followed back, by the rule of routes: ours was open then, or had ended at most 30 days
--   before; is_answered_at_most: may have been answered so
-- is_so: of those answered, whether the result came, null where that is not known; known_at: when it was,
--   null where that is not asked
-- is_order_unknown: it may be no attempt at all, see is_attempt of outreach; is_by_sitting: see there
-- may_be_so: it may be a result at most
--
-- check: is_so is null where nobody followed back
with answers as (
    select
        account_id, user_id, attempt, o.started_after, o.started_before, o.is_by_sitting,
        o.outcome = 'unknown' as is_order_unknown, o.outcome = 'followed_back' as is_followed_back,
        -- Days from the end of ours to their follow, at least and at most; below 0 while it is open.
        coalesce(
            o.latency_min_days - days_between(o.started_before, o.closed_before), -1
        ) as closed_days_at_least,
        coalesce(
            o.latency_max_days - days_between(o.started_after, o.closed_after), -1
        ) as closed_days_at_most
    from outreach o
),
attempts as (
    select
        account_id, user_id, attempt, c.campaign_id, c.is_certain, c.is_shared, c.has_hours,
        o.started_after, o.started_before, o.is_order_unknown, o.is_by_sitting,
        o.is_followed_back and o.closed_days_at_most <= dropped_follow_counts_days() as is_answered,
        o.is_followed_back and o.closed_days_at_least <= dropped_follow_counts_days()
            as is_answered_at_most
    from campaign_attempts c
    join answers o using (account_id, user_id, attempt)
),
windows as (
    select distinct account_id, started_after, started_before from attempts
),
-- A list that settles an age may lie as far beside it as any list that tells of it.
last_lists as (
    select account_id, max(started_at) as last_at
    from lists
    where direction = 'inbound' and verdict = 'complete'
    group by account_id
),
settled as (
    select
        account_id, started_after, started_before, 'won' as result,
        days_after(started_before, answered_days()) as settled_at
    from windows
    join attempts_settled s using (account_id, started_after, started_before)
    where s.days = answered_days()
    union all
    select
        account_id, w.started_after, w.started_before, 'kept_90',
        days_after(w.started_before, answered_days() + retained_days() + near_list_days())
    from windows w
    join last_lists l using (account_id)
    join accounts a using (account_id)
    where a.is_retention_recorded
        and l.last_at >= days_after(w.started_before, answered_days() + retained_days() + near_list_days())
    union all
    select account_id, started_after, started_before, 'engaged_30', s.settled_at
    from windows
    join engagement_settled s using (account_id, started_after, started_before)
),
-- Only a first follow has an age; whoever follows again is known to have answered, and no more.
facts as (
    select
        a.account_id, a.user_id, a.attempt, a.campaign_id, p.engaged_30, p.engaged_30_at, k.is_retained
    from attempts a
    join followers f using (account_id, user_id)
    left join people_facts p using (account_id, user_id)
    left join stay_groups s using (account_id, user_id)
    left join retention_by_person k
        on k.account_id = a.account_id and k.user_id = s.representative_user_id
        and k.age_days = retained_days() and k.is_due
    where f.cohort_month is not null and f.first_seen_at > a.started_after
),
results as (
    select
        account_id, user_id, attempt, campaign_id, a.is_certain, a.is_shared, a.has_hours,
        a.started_after, a.started_before, a.is_answered, a.is_answered_at_most, a.is_order_unknown,
        a.is_by_sitting, r.result,
        case r.result
            when 'won' then true when 'kept_90' then f.is_retained when 'engaged_30' then f.engaged_30
        end as is_so,
        case when r.result = 'engaged_30' then f.engaged_30_at end as known_at
    from attempts a
    left join facts f using (account_id, user_id, attempt, campaign_id)
    cross join (values ('won'), ('kept_90'), ('engaged_30')) as r(result)
)
select
    account_id, user_id, attempt, campaign_id, result, r.is_certain, r.is_shared, r.has_hours,
    s.settled_at, r.known_at, r.is_answered, case when r.is_answered then r.is_so end as is_so,
    r.is_order_unknown, r.is_by_sitting,
    r.is_answered_at_most,
    (r.is_answered_at_most or r.is_order_unknown or r.is_by_sitting) and coalesce(r.is_so, true) as may_be_so
from results r
left join settled s using (account_id, started_after, started_before, result)
