-- Follows that began between two of our looks, dated by their records; one row an account, direction,
-- person and key.
--
-- happened_after, happened_before: the window, inside what our own looks prove. Where the date of a record
--   that was hidden when it was first named is not sure, the two looks: no list tells
--
-- check: happened_after <= happened_before
with bounded as (
    -- Nobody was asked before who was not met: there the last list without them bounds the key.
    select
        *, case when is_unasked then prev_complete_at else asked_before_at end as outer_after
    from (
        select *, asked_before_at is null and not is_replaced as is_unasked from follow_records
    ) as records
),
sure as (
    select *, coalesce(record_after is not null and dated_at > outer_after, false) as is_sure from bounded
)
select
    account_id, direction, user_id, record_key,
    case when is_sure then greatest(outer_after, record_after) else asked_before_at end as happened_after,
    case when is_sure then record_before else first_at end as happened_before
from sure
where is_sure or is_hidden and asked_before_at is not null
