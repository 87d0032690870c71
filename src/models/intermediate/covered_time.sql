-- How long interactions of each family that address the brand would have been seen while somebody certainly
-- followed; one row an account and person with any such time.
--
-- route: of the person
-- mention_seconds, repost_seconds, like_seconds: whole seconds, from the first sight to the last of
--   each inbound spell, see sighted_spells, inside what was covered. Mentions have replies and quotes with
--   them
-- conversation_seconds: the same for interactions in the brand's conversations, whomever they address
--
-- check: none is negative
with follows as (
    select account_id, user_id, f.route, s.from_at, s.to_at
    from sighted_spells s
    join followers f using (account_id, user_id)
    where f.is_dated and s.from_at < s.to_at
)
select
    p.account_id, p.user_id, p.route,
    whole_part(cast(sum(t.mention_micros - coalesce(b.mention_micros, 0)) as bigint), 1000000)
        as mention_seconds,
    whole_part(cast(sum(t.repost_micros - coalesce(b.repost_micros, 0)) as bigint), 1000000)
        as repost_seconds,
    whole_part(cast(sum(t.like_micros - coalesce(b.like_micros, 0)) as bigint), 1000000)
        as like_seconds,
    whole_part(cast(sum(t.conversation_micros - coalesce(b.conversation_micros, 0)) as bigint), 1000000)
        as conversation_seconds
from follows p
join covered_until t on t.account_id = p.account_id and t.moment = p.to_at
left join covered_until b on b.account_id = p.account_id and b.moment = p.from_at
group by p.account_id, p.user_id, p.route
