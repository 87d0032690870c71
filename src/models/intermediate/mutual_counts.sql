-- What rates of leaving and acting are computed from, by whether the account followed them at the time; one
-- row an account, route and side.
--
-- is_mutual: whether the account followed them then; null: not known, left out of the rates and counted
-- is_recorded: there is a complete list of followers, which shows who left and who stayed
-- people, seconds, seconds_squared: with follower-time on this side, or who left from it; time goes from the
--   first row of a spell to its last, or to the last complete list if that is earlier, see counted_stays
-- left_count, left_seconds, unfollowed: ends of spells from this side, see counted_ends, with their products
--   with the person's seconds; those known to be unfollows
-- covered_people, covered_seconds, covered_seconds_squared: with time, as in sighted_spells, in which
--   mentions were covered
-- interactions, interactions_squared, interactions_seconds: covered replies, quotes and mentions that
--   address the brand, by person
--
-- check: seconds is never negative
with stretches as (
    select
        account_id, user_id, spell, e.is_mutual, e.from_at,
        greatest(e.from_at, least(e.to_at, s.to_at)) as to_at,
        greatest(
            epoch_us(least(e.to_at, coalesce(c.looked_to, e.to_at))) - epoch_us(e.from_at), 0
        ) as micros
    from exposure e
    join counted_stays c using (account_id, user_id, spell)
    join sighted_spells s using (account_id, user_id, spell)
),
times as (
    select
        s.account_id, s.user_id, s.is_mutual, s.micros,
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
-- Somebody seen in one list only, and gone by the next, has left without any time at risk.
told as (
    select
        account_id, user_id, is_mutual, micros, covered_micros, 0 as lefts, 0 as unfollows, 0 as interactions
    from times
    union all
    select
        account_id, user_id, is_mutual, 0, 0, 1, case when end_reason = 'unfollowed' then 1 else 0 end, 0
    from counted_ends
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
    select
        s.*, f.route, c.looked_to is not null as is_recorded,
        case when seconds > 0 or lefts > 0 then 1 end as is_counted
    from sides s
    join followers f using (account_id, user_id)
    join counted_stays c on c.account_id = s.account_id and c.user_id = s.user_id and c.spell = 1
)
select
    account_id, route, is_mutual, is_recorded,
    count(is_counted) as people, sum(seconds) as seconds, sum(wide(seconds) * seconds) as seconds_squared,
    sum(lefts) as left_count, sum(wide(lefts) * lefts) as left_squared,
    sum(wide(lefts) * seconds) as left_seconds, sum(unfollows) as unfollowed,
    count(*) filter (where covered_seconds > 0) as covered_people, sum(covered_seconds) as covered_seconds,
    sum(wide(covered_seconds) * covered_seconds) as covered_seconds_squared,
    sum(interactions) as interactions, sum(wide(interactions) * interactions) as interactions_squared,
    sum(wide(interactions) * covered_seconds) as interactions_seconds
from by_person
group by account_id, route, is_mutual, is_recorded
