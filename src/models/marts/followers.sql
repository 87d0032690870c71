-- Everybody who was ever seen to follow the account, and how their first follow came about; one row an
-- account and person.
--
-- route: followback, organic, unknown or pre_existing (already there when watching began, or reappeared at
--   an old place)
-- route_basis: of organic: first (certainly before every outbound follow observed), none_seen (no qualifying
--   one observed). Of followback and organic: sitting, where the route would be unknown but for a sitting:
--   two lists of one date, taken to have been read at one moment, show one follow and not yet the other.
--   The lists may have been read hours apart, so every range counts these people as unknown, who may be
--   either
-- unknown_because: of unknown, the first that holds of
--   same_gap: an outbound follow and theirs began in windows that overlap, so that neither certainly came
--     first
--   undated_follow: an outbound follow was there when watching of it began, nobody knows since when
--   may_have_ended: an outbound follow certainly came first, but may have been over for more than 30 days
--   log_only: only a log tells of an outbound follow, from before any list
--   gap_too_wide: no outbound follow that may have come first was seen, in `following` lists more than 45
--     days apart
--   no_following_list: none was seen, and no `following` list was read on one side of the start
-- may_be_followback: of unknown, whether ranges count it among the followbacks at most: true of the first
--   four, and of no_following_list, where nothing was looked at. Of gap_too_wide it would take an outbound
--   follow that came and went between two lists, of which blind_days says how far apart they were: ranges
--   count it as organic
-- prior_outreach: an outbound follow had certainly ended more than 30 days before
-- latency_min_days, latency_max_days: from our follow to theirs, for followback; null for bare steps
-- blind_days: the widest gap between neighbouring `following` lists around the start window; by sittings
--   only where route_basis is
-- first_seen_at: first sight, from which age counts; start_after, start_before, end_after, end_before: the
--   first spell's windows
-- end_reason: why the first spell ended; null while there
-- is_listed: seen in at least one list in the first spell, so in a cohort unless pre-existing, or first seen
--   in a list more than 14 days after an event told of the follow: of those who came like them, lists lack
--   whoever had left by then; is_reappeared: see spells
-- is_dated: the times are dates, not bare steps
-- cohort_month, cohort_week: of first sight (by its date where nothing else is known, see bare_dates), null
--   outside cohorts; is_blurred_*: the start window is wider
--   than the period
-- followers_count, following_count, posts_count, account_created_at, is_protected, is_verified: the profile
--   at first sight; of whom an event was the first to tell, see first_lists
--
-- check: route is one of the four; route_basis is set for every organic, and sitting alone for a followback
-- check: unknown_because and may_be_followback are set exactly for unknown
with first_spells as (
    select * from spells where direction = 'inbound' and spell = 1
),
listed as (
    select t.account_id, t.user_id, min(t.first_at) as listed_at
    from list_presence t
    join first_spells s
        on s.account_id = t.account_id and s.user_id = t.user_id and t.first_at <= s.end_after
    where t.direction = 'inbound'
    group by t.account_id, t.user_id
),
judged as (
    select
        s.account_id, s.user_id, s.start_after, s.start_before, s.end_after, s.end_before, s.start_before_id,
        s.end_reason, s.is_reappeared, w.blind_days,
        coalesce(v.blind_days, w.blind_days) as blind_days_in_sitting, o.is_prior, o.o_after, o.o_before,
        case
            when o.is_in_same_gap then 'same_gap'
            when o.is_order_open then 'undated_follow'
            when o.is_end_open then 'may_have_ended'
            when o.is_possible then 'log_only'
            when coalesce(w.is_between, false) then 'gap_too_wide'
            else 'no_following_list'
        end as because,
        case
            when s.start_after is null or s.is_reappeared then 'pre_existing'
            when o.is_certain then 'followback'
            when o.is_possible or not coalesce(w.is_watched, false) then 'unknown'
            else 'organic'
        end as certain_route,
        case
            when coalesce(o.is_sitting, false) then 'followback'
            when coalesce(o.is_possible_in_sitting, false) or not coalesce(v.is_watched, w.is_watched, false)
                then 'unknown'
            else 'organic'
        end as route_in_sitting,
        o.is_all_later, t.user_id is not null as is_listed,
        coalesce(days_between(s.start_before, t.listed_at) <= longest_unlisted_days(), false)
            as is_listed_soon,
        is_date(s.start_before, n.network_began_at) as is_dated,
        coalesce(cast(b.day as timestamp), s.start_before) as first_day
    from first_spells s
    join account_facts n on n.account_id = s.account_id
    left join named_people k on k.account_id = s.account_id and k.user_id = s.user_id
    left join outbound_evidence o on o.account_id = s.account_id and o.user_id = s.user_id
    left join outbound_watch w
        on w.account_id = s.account_id and w.start_after = s.start_after and w.start_before = s.start_before
        and w.start_after_id is not distinct from s.start_after_id
        and w.start_before_id is not distinct from s.start_before_id
        and w.is_named = (k.user_id is not null) and not w.is_with_sittings
    left join outbound_watch v
        on v.account_id = s.account_id and v.start_after = s.start_after and v.start_before = s.start_before
        and v.start_after_id is not distinct from s.start_after_id
        and v.start_before_id is not distinct from s.start_before_id
        and v.is_named = (k.user_id is not null) and v.is_with_sittings
    left join listed t on t.account_id = s.account_id and t.user_id = s.user_id
    left join bare_dates b on b.account_id = s.account_id and b.told_at = s.start_before
),
routed as (
    select
        *, case when certain_route = 'unknown' then route_in_sitting else certain_route end as route,
        certain_route = 'unknown' and route_in_sitting <> 'unknown' as is_by_sitting
    from judged
),
placed as (
    select *, is_listed_soon and is_dated and route <> 'pre_existing' as is_in_cohort from routed
)
select
    p.account_id, p.user_id, p.route,
    case
        when p.is_by_sitting then 'sitting'
        when p.route = 'organic' then case when p.is_all_later then 'first' else 'none_seen' end
    end as route_basis,
    case when p.route = 'unknown' then p.because end as unknown_because,
    case when p.route = 'unknown' then p.because <> 'gap_too_wide' end as may_be_followback,
    p.route <> 'pre_existing' and coalesce(p.is_prior, false) as prior_outreach,
    case
        when p.route = 'followback' and p.is_dated
        then rounded(greatest(0.0, days_between(p.o_before, p.start_after)), 6)
    end as latency_min_days,
    case
        when p.route = 'followback' and p.is_dated then rounded(days_between(p.o_after, p.start_before), 6)
    end as latency_max_days,
    case
        when p.is_by_sitting then p.blind_days_in_sitting
        when p.route <> 'pre_existing' then p.blind_days
    end as blind_days,
    p.start_before as first_seen_at, p.start_after, p.start_before, p.end_after, p.end_before,
    p.end_reason, p.is_listed, p.is_reappeared, p.is_dated,
    case when p.is_in_cohort then month_of(p.first_day) end as cohort_month,
    case when p.is_in_cohort then week_of(p.first_day) end as cohort_week,
    -- Whole days, so that the minutes of a walk do not widen a window of exactly one week.
    p.is_in_cohort and floor(days_between(p.start_after, p.start_before)) > month_days() as is_blurred_month,
    p.is_in_cohort and floor(days_between(p.start_after, p.start_before)) > week_days() as is_blurred_week,
    u.followers_count, u.following_count, u.posts_count, u.account_created_at, u.is_protected, u.is_verified
from placed p
left join first_lists l on l.account_id = p.account_id and l.user_id = p.user_id
left join profiles u on u.account_id = p.account_id and u.user_id = p.user_id
    and u.snapshot_id = coalesce(p.start_before_id, l.snapshot_id)
order by p.account_id, p.user_id
