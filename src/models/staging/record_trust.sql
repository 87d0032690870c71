-- How far the keys of follows can be believed, by those records that were asked what time they claim; one
-- row an account.
--
-- dated: records that were asked and claim a time; disagreeing: those whose key says another time, or
--   none
-- told, told_disagreeing: the same of records that were not asked, because a notification told what they
--   claim: these are the newest, and no sample of the others
-- is_key_enough: of a record of which no claim is known the key alone counts
--
-- check: disagreeing <= dated
with records as (
    select
        account_id, user_id, 'inbound' as direction, inbound_key as record_key, inbound_key_at as key_at,
        inbound_claimed_at as claimed_at, coalesce(inbound_claim_told, false) as is_told
    from raw.relationships
    where inbound_key is not null
    union all
    select account_id, user_id, 'outbound', outbound_key, outbound_key_at, outbound_claimed_at, false
    from raw.relationships
    where outbound_key is not null
),
claims as (
    select
        account_id, user_id, direction, record_key, min(key_at) as key_at, min(claimed_at) as claimed_at,
        bool_or(is_told) as is_told
    from records
    group by account_id, user_id, direction, record_key
),
compared as (
    select
        account_id, claimed_at, is_told,
        key_at is null or key_at > minutes_after(claimed_at, record_agreement_minutes())
            or claimed_at > minutes_after(key_at, record_agreement_minutes()) as is_disagreeing
    from claims
),
counted as (
    select
        account_id, count(claimed_at) filter (where not is_told) as dated,
        count(claimed_at) filter (where not is_told and is_disagreeing) as disagreeing,
        count(claimed_at) filter (where is_told) as told,
        count(claimed_at) filter (where is_told and is_disagreeing) as told_disagreeing
    from compared
    group by account_id
)
select
    account_id, dated, disagreeing, told, told_disagreeing,
    dated >= least_dated_records() and wilson_high_at(disagreeing, dated, z_95()) <= most_wrong_keys()
        as is_key_enough
from counted
