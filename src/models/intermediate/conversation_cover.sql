-- When every post of others in the account's conversations would have been seen, whomever it addresses; one
-- row an account and unbroken period.
--
-- A moment is covered when each conversation that began at most post_interactions_days before it was asked
-- for, whole, over that moment.
-- from_at, to_at: the period
--
-- check: from_at < to_at
with asked as (
    select account_id, target as post_id, from_at, to_at
    from polls
    where kind = 'conversation' and is_complete and not coalesce(is_capped, false) and from_at < to_at
),
asked_in_all as (
    select account_id, min(from_at) as first_at, max(to_at) as last_at from asked group by account_id
),
lives as (
    select
        account_id, c.post_id, greatest(c.began_at, a.first_at) as from_at,
        least(days_after(c.began_at, post_interactions_days()), a.last_at) as to_at
    from conversations c
    join asked_in_all a using (account_id)
),
-- What was asked of a conversation while it lived, then where it ends: a gap lies before each of these.
marks as (
    select account_id, l.post_id, l.from_at as born_at, p.from_at, p.to_at
    from lives l
    join asked p using (account_id, post_id)
    where p.to_at > l.from_at and p.from_at < l.to_at
    union all
    select account_id, post_id, from_at, to_at, to_at from lives where from_at < to_at
),
gaps as (
    select
        account_id,
        coalesce(
            greatest(
                born_at,
                max(to_at) over (
                    partition by account_id, post_id order by from_at, to_at
                    rows between unbounded preceding and 1 preceding
                )
            ),
            born_at
        ) as from_at,
        from_at as to_at
    from marks
),
blind as (
    select account_id, from_at, to_at from gaps where from_at < to_at
    union all
    select account_id, last_at, last_at from asked_in_all
),
blind_so_far as (
    select
        account_id, b.from_at, a.first_at,
        max(b.to_at) over (
            partition by account_id order by b.from_at, b.to_at
            rows between unbounded preceding and 1 preceding
        ) as blind_to
    from blind b
    join asked_in_all a using (account_id)
)
select account_id, coalesce(blind_to, first_at) as from_at, from_at as to_at
from blind_so_far
where from_at > coalesce(blind_to, first_at)
