-- When interactions of a kind that address the brand would have been seen, and when those in its
-- conversations, whomever they address; one row an account, kind and unbroken period.
--
-- kind: mention (replies and quotes with it), repost, like; conversation: replies, quotes and mentions in
--   the conversations that the brand began. No row means not collected, which is never zero
-- from_at, to_at: the period
-- is_declared: it rests, at least in part, on what the user says that an imported file holds; no verdict
--   does, see seen_stretches
--
-- check: periods of a kind do not touch
with mention_polls as (
    select account_id, from_at, to_at, is_declared
    from polls
    where kind = 'mention' and is_complete and from_at < to_at
),
post_polls as (
    -- A post's last poll of a kind is what saw its interactions up to then.
    select account_id, kind, target as post_id, max(to_at) as last_at
    from polls
    where kind in ('repost', 'like') and is_complete
    group by account_id, kind, target
),
polled as (
    select account_id, kind, min(to_at) as first_at, max(to_at) as last_at
    from polls
    where kind in ('repost', 'like') and is_complete
    group by account_id, kind
),
posted as (
    select account_id, post_id, min(created_at) as created_at from own_posts group by account_id, post_id
),
blind as (
    -- A moment is blind to a kind while some own post then not older than post_interactions_days has no
    -- later poll.
    select
        account_id, kind, greatest(p.created_at, coalesce(q.last_at, p.created_at), d.first_at) as from_at,
        least(days_after(p.created_at, post_interactions_days()), d.last_at) as to_at
    from polled d
    join posted p using (account_id)
    left join post_polls q using (account_id, post_id, kind)
),
blind_ends as (
    select account_id, kind, from_at, to_at from blind where from_at < to_at
    union all
    select account_id, kind, last_at, last_at from polled
),
blind_so_far as (
    select
        account_id, kind, b.from_at, b.to_at, d.first_at,
        max(b.to_at) over (
            partition by
                account_id, kind order by b.from_at, b.to_at rows between unbounded preceding and 1 preceding
        ) as blind_to
    from blind_ends b
    join polled d using (account_id, kind)
),
clear as (
    select account_id, kind, coalesce(blind_to, first_at) as from_at, from_at as to_at, false as is_declared
    from blind_so_far
    where from_at > coalesce(blind_to, first_at)
    union all
    select account_id, 'mention', from_at, to_at, is_declared from mention_polls
    union all
    select account_id, 'conversation', from_at, to_at, false from conversation_cover
),
marked as (
    select
        *,
        case when from_at <= max(to_at) over (
            partition by
                account_id, kind order by from_at, to_at rows between unbounded preceding and 1 preceding
        ) then 0 else 1 end as is_new
    from clear
),
islands as (
    select
        *,
        sum(is_new) over (
            partition by account_id, kind order by from_at, to_at rows unbounded preceding
        ) as island
    from marked
)
select
    account_id, kind, min(from_at) as from_at, max(to_at) as to_at, bool_or(is_declared) as is_declared
from islands
group by account_id, kind, island
order by account_id, kind, from_at
