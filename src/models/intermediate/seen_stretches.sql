-- What had been read by then, whenever a poll of interactions ended, without what the user only declared:
-- what verdicts rest on; one row an account, kind, post and end of a poll.
--
-- kind: mention, interactions that address the brand; or conversation, everything in that of a post
-- post_id: whose conversation; 0 for mentions
-- from_at, to_at: the unbroken period up to that end. A gap that a later poll fills stands open until that
--   one ends, so that what is known at an instant never changes by what is collected after it
--
-- check: from_at < to_at
with polled as (
    select
        account_id, kind, case when kind = 'conversation' then target else 0 end as post_id, from_at, to_at
    from polls
    where (kind = 'mention' or kind = 'conversation' and not coalesce(is_capped, false))
        and is_complete and not is_declared and from_at < to_at
),
asked as (
    select account_id, kind, post_id, min(from_at) as from_at, to_at
    from polled
    group by account_id, kind, post_id, to_at
),
followed as (
    select
        *, lead(from_at) over (partition by account_id, kind, post_id order by to_at) as next_from_at
    from asked
),
-- Ends that the next poll does not reach back to, and when one that does had ended.
gaps as (
    select f.account_id, f.kind, f.post_id, f.to_at as gap_at, min(l.to_at) as filled_at
    from followed f
    left join asked l
        on l.account_id = f.account_id and l.kind = f.kind and l.post_id = f.post_id
        and l.from_at <= f.to_at and l.to_at > f.to_at
    where f.next_from_at > f.to_at
    group by f.account_id, f.kind, f.post_id, f.to_at
),
behind as (
    select a.account_id, a.kind, a.post_id, a.from_at, a.to_at, max(g.gap_at) as gap_at
    from asked a
    left join gaps g
        on g.account_id = a.account_id and g.kind = a.kind and g.post_id = a.post_id
        and g.gap_at < a.to_at and (g.filled_at is null or g.filled_at > a.to_at)
    group by a.account_id, a.kind, a.post_id, a.from_at, a.to_at
)
select
    account_id, kind, post_id,
    min(from_at) over (
        partition by account_id, kind, post_id, gap_at order by to_at rows unbounded preceding
    ) as from_at,
    to_at
from behind
