-- What the store holds of this account. One row.
with
lists as (select * from completeness where account_id = getvariable('account')),
facts as (
    select
        count(distinct snapshot_id) as snapshots,
        count(*) filter (where verdict = 'head') as heads,
        count(*) filter (where verdict = 'partial' and list <> 'blocking') as partial_lists,
        count(*) filter (where list = 'followers') as follower_lists,
        count(*) filter (where list = 'followers' and verdict = 'complete') as complete_follower_lists,
        median(gap_days) filter (where list = 'followers' and verdict = 'complete') as gap_days
    from lists
),
dated as (
    select
        coalesce(bool_or(is_dated), false) as is_dated,
        count(*) filter (where may_be_followback) as unknown_maybe,
        count(*) filter (where route_basis = 'sitting' and route = 'followback') as followback_sitting,
        count(*) filter (where route_basis = 'sitting' and route = 'organic') as organic_sitting,
        count(*) filter (where unknown_because = 'same_gap') as unknown_same_gap,
        count(*) filter (where unknown_because = 'undated_follow') as unknown_undated_follow,
        count(*) filter (where unknown_because = 'may_have_ended') as unknown_may_have_ended,
        count(*) filter (where unknown_because = 'log_only') as unknown_log_only,
        count(*) filter (where unknown_because = 'gap_too_wide') as unknown_gap_too_wide,
        count(*) filter (where unknown_because = 'no_following_list') as unknown_no_following_list,
        max(blind_days) filter (where unknown_because = 'gap_too_wide') as widest_gap_days
    from followers
    where account_id = getvariable('account')
),
read_from as (
    select
        bool_or(s.asks_for_interactions) as asks_for_interactions,
        bool_or(s.lacks_interactions) as lacks_interactions
    from accounts a
    join source_facts s on list_contains(string_split(a.sources, ', '), s.source)
    where a.account_id = getvariable('account')
),
mentions as (
    select count(*) as mentions
    from engagements
    where account_id = getvariable('account') and circle = 'brand' and kind in ('reply', 'quote', 'mention')
),
-- Who counts as there, and is not in the latest complete list: another source showed them last.
elsewhere as (
    select count(*) as people
    from spells
    where account_id = getvariable('account') and direction = 'inbound' and end_before is null
        and end_after < (
            select max(started_at) from completeness
            where account_id = getvariable('account') and list = 'followers' and verdict = 'complete'
        )
),
-- Of a list that says no more than its date, that date: the moment it ends by lies in the next.
days as (
    select
        min(coalesce(cast(sitting as timestamp), taken_at)) as first_day,
        max(coalesce(cast(sitting as timestamp), taken_at)) as last_day, max(taken_at) as last_taken_at,
        max(taken_at) filter (where list = 'followers') as last_followers_at
    from completeness
    where account_id = getvariable('account')
),
-- Without lists the data are follows and unfollows, also of logs that may lack some.
moments as (
    select coalesce(cast(bare_date(start_after, start_before) as timestamp), start_before) as happened_at
    from spells where account_id = getvariable('account')
    union all
    select coalesce(cast(bare_date(end_after, end_before) as timestamp), end_before)
    from spells where account_id = getvariable('account') and end_before is not null
),
log_days as (
    select min(happened_at) as first_day, max(happened_at) as last_day from moments
)
select
    getvariable('account_name') as name, getvariable('network_name') as network,
    getvariable('follows_are_records') as has_records,
    coalesce(s.asks_for_interactions, false) as asks_for_interactions,
    coalesce(s.lacks_interactions, false) as lacks_interactions, a.first_taken_at, a.last_taken_at,
    y.last_followers_at,
    case when a.lists = 0 then least(g.first_day, a.first_taken_at)
        else least(coalesce(y.first_day, a.first_taken_at), a.first_taken_at) end as first_day,
    case when a.lists = 0 then greatest(g.last_day, a.last_taken_at)
        when y.last_taken_at = a.last_taken_at then y.last_day else a.last_taken_at end as last_day,
    f.snapshots, coalesce(a.lists, 0) as lists, coalesce(a.complete_lists, 0) as complete_lists,
    f.heads, f.partial_lists, f.follower_lists, f.complete_follower_lists, f.gap_days,
    -- Of followers that nobody read there are not none.
    case when a.people > 0 or f.follower_lists > 0 then a.followers_now end as followers_now,
    a.following_now, a.mutual_now,
    cast(coalesce(a.interactions_without_target, 0) as integer) as interactions_without_target,
    coalesce(a.has_engagement, false) as has_engagement,
    cast(m.mentions as integer) as mentions_stored,
    coalesce(a.is_retention_recorded, true) as is_retention_recorded,
    d.is_dated,
    cast(coalesce(a.left_out, 0) as integer) as left_out, cast(e.people as integer) as only_elsewhere,
    coalesce(a.people, 0) as people, coalesce(a.followback, 0) as followback,
    coalesce(a.organic, 0) as organic,
    coalesce(a.unknown, 0) as unknown, coalesce(a.pre_existing, 0) as pre_existing,
    is_too_few(a.followback) as is_followback_too_few, is_too_few(a.organic) as is_organic_too_few,
    is_too_few(a.followback + a.organic + a.unknown) as is_dated_too_few,
    d.unknown_maybe, d.followback_sitting, d.organic_sitting,
    d.unknown_same_gap, d.unknown_undated_follow, d.unknown_may_have_ended,
    d.unknown_log_only,
    d.unknown_gap_too_wide, d.unknown_no_following_list, d.widest_gap_days
from facts f
cross join dated d
cross join read_from s
cross join days y
cross join log_days g
cross join mentions m
cross join elsewhere e
left join accounts a on a.account_id = getvariable('account')
