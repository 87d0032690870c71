-- How far the keys of follows can be believed, by those records that were asked what time they claim; one
-- row an account.
--
-- dated: records that were asked and claim a time; disagreeing: those whose key says another time, or
--   none
-- is_key_enough: of a record that was not asked the key alone counts
--
-- check: disagreeing <= dated
with records as (
    select
        account_id, user_id, 'inbound' as direction, inbound_key as record_key, inbound_key_at as key_at,
        inbound_claimed_at as claimed_at
    from raw.relationships
    where inbound_key is not null
    union all
    select account_id, user_id, 'outbound', outbound_key, outbound_key_at, outbound_claimed_at
    from raw.relationships
    where outbound_key is not null
),
claims as (
    select
        account_id, user_id, direction, record_key, min(key_at) as key_at, min(claimed_at) as claimed_at
    from records
    group by account_id, user_id, direction, record_key
),
counted as (
    select
        account_id, count(claimed_at) as dated,
        count(claimed_at) filter (
            where key_at is null or key_at > minutes_after(claimed_at, record_agreement_minutes())
                or claimed_at > minutes_after(key_at, record_agreement_minutes())
        ) as disagreeing
    from claims
    group by account_id
)
select
    account_id, dated, disagreeing,
    dated >= least_dated_records() and wilson_high_at(disagreeing, dated, z_95()) <= most_wrong_keys()
        as is_key_enough
from counted
