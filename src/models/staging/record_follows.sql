-- Follows that began between two of our looks, dated by their records; one row an account, direction,
-- person and key.
--
-- happened_after, happened_before: the window, inside what our own looks prove
--
-- check: happened_after <= happened_before
with bounded as (
    -- Nobody was asked before who was not met: there the last list without them bounds the key.
    select
        *, case when is_unasked then prev_complete_at else asked_before_at end as outer_after
    from (
        select *, asked_before_at is null and not is_replaced as is_unasked from follow_records
    ) as records
    where record_after is not null
)
select
    account_id, direction, user_id, record_key,
    greatest(outer_after, record_after) as happened_after, record_before as happened_before
from bounded
where dated_at > outer_after
