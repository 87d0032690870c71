-- What rates of leaving and acting are computed from, by whether the account followed them at the time; one
-- row an account, route and side.
--
-- is_mutual: whether the account followed them then; null: not known, left out of the rates and counted
-- is_recorded: there is a complete list of followers, which shows who left and who stayed
-- people, seconds, seconds_squared: with follower-time on this side, or who left from it; time as in
--   sighted_spells
-- left_count, left_seconds, unfollowed: ends of spells, put down to how things stood when they were last
--   seen, with their products with the person's seconds; those known to be unfollows. Events after the last
--   complete list of followers tell who left, and of nobody that they stayed: these ends do not count
-- covered_people, covered_seconds, covered_seconds_squared: the part of it in which mentions were covered
-- interactions, interactions_squared, interactions_seconds: covered replies, quotes and mentions that
--   address the brand, by person
--
-- check: covered_seconds <= seconds
with stretches as (
    select account_id, user_id, spell, e.is_mutual, e.from_at, least(e.to_at, s.to_at) as to_at
    from exposure e
    join sighted_spells s using (account_id, user_id, spell)
    where e.from_at < s.to_at
),
times as (
    select
        s.account_id, s.user_id, s.is_mutual, epoch_us(s.to_at) - epoch_us(s.from_at) as micros,
        coalesce(t.mention_micros, 0) - coalesce(b.mention_micros, 0) as covered_micros
    from stretches s
    left join covered_until b on b.account_id = s.account_id and b.moment = s.from_at
    left join covered_until t on t.account_id = s.account_id and t.moment = s.to_at
),
interactions as (
    select s.account_id, s.user_id, s.is_mutual
    from engagements e
    join stretches s on s.account_id = e.account_id and s.user_id = e.user_id and s.spell = e.spell
        and s.from_at <= e.acted_after and s.to_at >= e.acted_before
    where e.circle = 'brand' and e.placement = 'inside' and e.is_covered
        and e.kind in ('reply', 'quote', 'mention')
),
last_lists as (
    select account_id, max(finished_at) as last_at from lists
    where direction = 'inbound' and verdict = 'complete' group by account_id
),
inbound as (
    select account_id, user_id, s.spell, s.end_after, s.end_after_id, s.end_reason,
        n.user_id is not null as is_named
    from spells s
    join account_facts a using (account_id)
    left join named_people n using (account_id, user_id)
    left join last_lists l using (account_id)
    where s.direction = 'inbound' and (s.end_before_id is not null or s.end_before <= l.last_at)
        and s.end_before is not null and is_date(s.start_before, a.network_began_at)
),
-- Both lists of one snapshot are one look, though their pages came moments apart.
ends as (
    select
        i.account_id, i.user_id, i.spell, i.end_reason,
        bool_or(k.known_from <= i.end_after and k.known_to >= i.end_after or l.snapshot_id is not null)
            as was_watched,
        bool_or(
            (o.start_before <= i.end_after or o.start_before_id = i.end_after_id)
            and (o.end_after >= i.end_after or o.end_after_id = i.end_after_id)
        ) as was_mutual,
        bool_or(
            o.user_id is not null and (o.start_after is null or o.start_after < i.end_after)
            and (o.end_before is null or o.end_before > i.end_after)
        ) as may_have_been
    from inbound i
    left join following_watched k on k.account_id = i.account_id and k.is_named = i.is_named
    left join lists l
        on l.account_id = i.account_id and l.snapshot_id = i.end_after_id and l.direction = 'outbound'
        and l.verdict = 'complete' and (i.is_named or not l.is_by_name)
    left join spells o on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
    group by i.account_id, i.user_id, i.spell, i.end_reason
),
lefts as (
    select account_id, user_id, case when end_reason = 'unfollowed' then 1 else 0 end as unfollows,
        case
            when coalesce(was_mutual, false) then true
            when coalesce(may_have_been, false) or not coalesce(was_watched, false) then null
            else false
        end as is_mutual
    from ends
),
-- Somebody seen in one list only, and gone by the next, has left without any time at risk.
told as (
    select
        account_id, user_id, is_mutual, micros, covered_micros, 0 as lefts, 0 as unfollows, 0 as interactions
    from times
    union all
    select account_id, user_id, is_mutual, 0, 0, 1, unfollows, 0 from lefts
    union all
    select account_id, user_id, is_mutual, 0, 0, 0, 0, 1 from interactions
),
sides as (
    select account_id, user_id, is_mutual, whole_part(cast(sum(micros) as bigint), 1000000) as seconds,
        whole_part(cast(sum(covered_micros) as bigint), 1000000) as covered_seconds,
        cast(sum(lefts) as bigint) as lefts,
        cast(sum(unfollows) as bigint) as unfollows, cast(sum(interactions) as bigint) as interactions
    from told
    group by account_id, user_id, is_mutual
),
by_person as (
    select s.*, f.route, l.last_at is not null as is_recorded
    from sides s
    join followers f using (account_id, user_id)
    left join last_lists l using (account_id)
)
select
    account_id, route, is_mutual, is_recorded,
    count(*) as people, sum(seconds) as seconds, sum(wide(seconds) * seconds) as seconds_squared,
    sum(lefts) as left_count, sum(wide(lefts) * lefts) as left_squared,
    sum(wide(lefts) * seconds) as left_seconds, sum(unfollows) as unfollowed,
    count(*) filter (where covered_seconds > 0) as covered_people, sum(covered_seconds) as covered_seconds,
    sum(wide(covered_seconds) * covered_seconds) as covered_seconds_squared,
    sum(interactions) as interactions, sum(wide(interactions) * interactions) as interactions_squared,
    sum(wide(interactions) * covered_seconds) as interactions_seconds
from by_person
group by account_id, route, is_mutual, is_recorded
