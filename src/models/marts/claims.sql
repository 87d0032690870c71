-- The claims under test with the verdict on each, as it stood at every quarter end; one row an account,
-- claim and quarter end, and one with no quarter end where none has passed. Accounts with walked lists
-- only.
--
-- evaluated_at: the quarter end; is_latest: the newest of the account, whose verdict stands now
-- nth, claim, statement, measure, matters, needs: see claim_definitions
-- is_collected: the account has what the claim needs
-- x_followback, n_followback, x_organic, n_organic, x_unknown, n_unknown: how many of how many did it, by
--   route
-- x_maybe, n_maybe: of route unknown, those of them who may be followbacks, see followers
-- x_sitting, n_sitting: of routes followback and organic, those of them whose route rests on a sitting
--   alone Of an unevenness x is null, and n are the people in the measured weeks; of a claim counted from a
--   sample x is null, and n are the people of the sample who could be looked at. Of a claim per hour x is
--   null, n are the people whom campaigns turned to, and the routes are where they were found: by a
--   followback hashtag, or elsewhere (organic); see hour_attempts
-- value_followback, value_organic: of an unevenness, that of each route; of a claim counted from a sample,
--   the share of each, weighted by design: see interests; of a claim per hour, results an hour
-- effective_followback, effective_organic, effective_unknown: where people depend on each other, see
--   is_clustered of claim_definitions: so many independent people would leave 95 % intervals as wide; null
--   of other claims
-- difference, low, high: from people whose route is not unknown, with a 99 % interval; above 0 supports the
--   statement
-- range_low, range_high: the difference with the unknowns who may be followbacks all counted as followback,
--   then all as organic, the other unknowns organic both times: as in differences. The difference itself
--   leaves them out, and need not lie between. Whose route rests on a sitting alone counts as such an
--   unknown here and in worst_*
-- quiet_difference, quiet_low, quiet_high: the same of an unevenness on days without outreach in the three
--   days before: it supports the statement only if it is large there too
-- worst_low, worst_high: the interval if those of them who did it all came by one route, and the others by
--   the other; of an unevenness, the outer ends of the intervals of its ranges; of a claim per hour,
--   likewise
-- verdict: supported, contradicted, no difference that matters, cannot tell yet; of a claim per week by
--   experiments of weeks alone, see experiment_results, which has the figures
-- needed_people, needed_by: what "cannot tell yet" still asks for, and when that is reached at the present
--   rate
--
-- check: verdict is one of the four
-- check: a statement that is not collected cannot tell yet
with quarter_ends as (
    select account_id, evaluated_at from verdict_dates
    union all
    select a.account_id, cast(null as timestamp)
    from accounts a
    where a.lists > 0 and a.account_id not in (select account_id from verdict_dates)
),
profiles as (
    select distinct account_id from people_facts where is_count_builder is not null
),
conversed as (
    select distinct account_id from coverage where kind = 'conversation'
),
looked_at as (
    select distinct account_id from interest_cells
),
spent as (
    select
        account_id,
        bool_or(place_kind = 'followback_hashtag') and bool_or(place_kind <> 'followback_hashtag')
            as has_both
    from campaign_costs
    where hours > 0 and place_kind is not null
    group by account_id
),
daily as (
    select distinct account_id from arrivals
),
tried as (
    select distinct account_id from experiment_verdicts
),
collected as (
    select
        a.account_id, a.has_engagement, a.is_retention_recorded and a.complete_lists > 0 as has_retention,
        p.account_id is not null as has_profiles, c.account_id is not null as has_conversations,
        d.account_id is not null as has_days, i.account_id is not null as has_interests,
        a.has_engagement and coalesce(h.has_both, false) as has_hours,
        t.account_id is not null as has_experiment
    from accounts a
    left join profiles p on p.account_id = a.account_id
    left join conversed c on c.account_id = a.account_id
    left join daily d on d.account_id = a.account_id
    left join looked_at i on i.account_id = a.account_id
    left join spent h on h.account_id = a.account_id
    left join tried t on t.account_id = a.account_id
),
counts as (
    select
        account_id, evaluated_at, claim,
        max(x) filter (where route = 'followback') as x_followback,
        max(n) filter (where route = 'followback') as n_followback,
        max(x) filter (where route = 'organic') as x_organic,
        max(n) filter (where route = 'organic') as n_organic,
        max(x) filter (where route = 'unknown') as x_unknown,
        max(n) filter (where route = 'unknown') as n_unknown,
        max(x_maybe) filter (where route = 'unknown') as x_maybe,
        max(n_maybe) filter (where route = 'unknown') as n_maybe,
        cast(sum(x_sitting) as bigint) as x_sitting, cast(sum(n_sitting) as bigint) as n_sitting
    from claim_counts
    group by account_id, evaluated_at, claim
)
select
    q.account_id, q.evaluated_at,
    row_number() over (partition by q.account_id, s.claim order by q.evaluated_at desc) = 1 as is_latest,
    s.nth, s.claim, s.statement, s.measure, s.matters, s.needs,
    case s.needs
        when 'engagement' then c.has_engagement
        when 'retention' then c.has_retention
        when 'profiles' then c.has_profiles
        when 'interests' then c.has_interests
        when 'other followers' then c.has_conversations
        when 'days of arrival' then c.has_days
        when 'hours' then c.has_hours
        when 'an experiment' then c.has_experiment
        else false
    end
        as is_collected,
    case when s.unit = 'share' and not s.is_sampled then coalesce(n.x_followback, 0) end as x_followback,
    coalesce(n.n_followback, 0) as n_followback,
    case when s.unit = 'share' and not s.is_sampled then coalesce(n.x_organic, 0) end as x_organic,
    coalesce(n.n_organic, 0) as n_organic,
    case when s.unit = 'share' and not s.is_sampled then coalesce(n.x_unknown, 0) end as x_unknown,
    coalesce(n.n_unknown, 0) as n_unknown,
    case when s.unit = 'share' and not s.is_sampled then coalesce(n.x_maybe, 0) end as x_maybe,
    coalesce(n.n_maybe, 0) as n_maybe,
    case when s.unit = 'share' and not s.is_sampled then coalesce(n.x_sitting, 0) end as x_sitting,
    coalesce(n.n_sitting, 0) as n_sitting,
    j.value_followback, j.value_organic,
    j.effective_followback, j.effective_organic, j.effective_unknown,
    j.difference, j.low, j.high, j.range_low, j.range_high, j.worst_low, j.worst_high,
    j.quiet_difference, j.quiet_low, j.quiet_high,
    coalesce(j.verdict, e.verdict, 'cannot tell yet') as verdict, j.needed_people, j.needed_by
from quarter_ends q
cross join claim_definitions s
join collected c using (account_id)
left join counts n using (account_id, evaluated_at, claim)
left join claim_estimates j using (account_id, evaluated_at, claim)
left join experiment_verdicts e
    on e.account_id = q.account_id and e.evaluated_at = q.evaluated_at and s.unit = 'per_week'
order by account_id, s.nth, evaluated_at
