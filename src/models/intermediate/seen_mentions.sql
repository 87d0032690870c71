-- When interactions that address the brand were asked for and would have been seen, without what the user
-- only declared: what verdicts rest on; one row an account and unbroken period.
--
-- from_at, to_at: the period
--
-- check: periods do not touch
with asked as (
    select account_id, from_at, to_at
    from polls
    where kind = 'mention' and is_complete and not is_declared and from_at < to_at
),
marked as (
    select
        *,
        case when from_at <= max(to_at) over (
            partition by account_id order by from_at, to_at rows between unbounded preceding and 1 preceding
        ) then 0 else 1 end as is_new
    from asked
),
islands as (
    select
        *,
        sum(is_new) over (partition by account_id order by from_at, to_at rows unbounded preceding) as island
    from marked
)
select account_id, min(from_at) as from_at, max(to_at) as to_at
from islands
group by account_id, island
