-- Ends of inbound follows that count, see counted_stays, put down to how things stood when somebody was last
-- seen; one row an account, person and inbound spell that ended.
--
-- seen_to, looked_to, end_reason: see counted_stays
-- is_mutual: whether the account followed them when they were last seen; null: not known
--
-- check: a spell stands once
with inbound as (
    select
        account_id, user_id, c.spell, c.seen_to, c.end_after_id, c.looked_to, c.end_reason,
        n.user_id is not null as is_named
    from counted_stays c
    join account_facts a using (account_id)
    left join named_people n using (account_id, user_id)
    where c.gone_by is not null and is_date(c.start_before, a.network_began_at)
),
-- Both lists of one snapshot are one look, though their pages came moments apart.
sides as (
    select
        i.account_id, i.user_id, i.spell, i.seen_to, i.looked_to, i.end_reason,
        bool_or(k.known_from <= i.seen_to and k.known_to >= i.seen_to or l.snapshot_id is not null)
            as was_watched,
        bool_or(
            (o.start_before <= i.seen_to or o.start_before_id = i.end_after_id)
            and (o.end_after >= i.seen_to or o.end_after_id = i.end_after_id)
        ) as was_mutual,
        bool_or(
            o.user_id is not null and (o.start_after is null or o.start_after < i.seen_to)
            and (o.end_before is null or o.end_before > i.seen_to)
        ) as may_have_been
    from inbound i
    left join following_watched k on k.account_id = i.account_id and k.is_named = i.is_named
    left join lists l
        on l.account_id = i.account_id and l.snapshot_id = i.end_after_id and l.direction = 'outbound'
        and l.verdict = 'complete' and (i.is_named or not l.is_by_name)
    left join spells o on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
    group by i.account_id, i.user_id, i.spell, i.seen_to, i.looked_to, i.end_reason
)
select
    account_id, user_id, spell, seen_to, looked_to, end_reason,
    case
        when coalesce(was_mutual, false) then true
        when coalesce(may_have_been, false) or not coalesce(was_watched, false) then null
        else false
    end as is_mutual
from sides
