-- Whether the account follows a follower back, while they follow; one row an account, person, inbound spell
-- and stretch.
--
-- from_at, to_at: the stretch, inside what was seen of the spell
-- is_mutual: the account certainly follows them, certainly does not, or null: not known
--
-- check: stretches of a spell do not overlap and lie inside it
with inbound as (
    select
        account_id, user_id, spell, start_before as from_at, end_after as to_at,
        n.user_id is not null as is_named
    from spells
    join account_facts a using (account_id)
    left join named_people n using (account_id, user_id)
    where direction = 'inbound' and is_date(start_before, a.network_began_at)
),
outbound as (
    select
        account_id, user_id, spell, case when not is_reappeared then start_after end as start_after,
        start_before, end_after, end_before,
        lag(end_before) over (partition by account_id, user_id order by spell) as gone_before,
        row_number() over (partition by account_id, user_id order by spell desc) as nth_last
    from spells
    where direction = 'outbound'
),
pieces as (
    -- Before the first outbound follow, or between two of them, the account does not follow them.
    select
        account_id, user_id, gone_before as from_at, start_after as to_at, false as is_mutual,
        spell * 5 as piece
    from outbound
    where start_after is not null
    union all
    -- The list that lacked the last one may be the list that lacked this one: it was being read meanwhile.
    select
        account_id, user_id, greatest(start_after, coalesce(gone_before, start_after)), start_before, null,
        spell * 5 + 1
    from outbound
    union all
    select account_id, user_id, start_before, end_after, true, spell * 5 + 2 from outbound
    union all
    select account_id, user_id, end_after, end_before, null, spell * 5 + 3 from outbound
    union all
    select account_id, user_id, end_before, null, false, spell * 5 + 4 from outbound
    where nth_last = 1 and end_before is not null
),
crossed as (
    select
        account_id, user_id, i.spell, coalesce(p.piece, 0) as piece,
        greatest(i.from_at, coalesce(p.from_at, i.from_at)) as from_at,
        least(i.to_at, coalesce(p.to_at, i.to_at)) as to_at,
        case when p.piece is null then false else p.is_mutual end as is_mutual,
        coalesce(k.known_from, i.to_at) as known_from, coalesce(k.known_to, i.to_at) as known_to
    from inbound i
    left join pieces p using (account_id, user_id)
    -- That the account does not follow somebody is known only while its following was watched.
    left join following_watched k using (account_id, is_named)
),
stretches as (
    select account_id, user_id, spell, piece, from_at, to_at, is_mutual
    from crossed
    where is_mutual is null or is_mutual
    union all
    select account_id, user_id, spell, piece, greatest(from_at, known_from), least(to_at, known_to), false
    from crossed
    where not is_mutual
    union all
    select account_id, user_id, spell, piece, from_at, least(to_at, known_from), null
    from crossed
    where not is_mutual
    union all
    select account_id, user_id, spell, piece, greatest(from_at, known_to), to_at, null
    from crossed
    where not is_mutual
)
select
    account_id, user_id, spell,
    cast(
        row_number() over (partition by account_id, user_id, spell order by from_at, piece) as bigint
    ) as stretch,
    from_at, to_at, is_mutual
from stretches
where from_at < to_at
order by account_id, user_id, spell, stretch
