-- Every record of a follow that was named when it was asked how the account and somebody stand to each
-- other; one row an account, direction, person and key.
--
-- direction: inbound (they follow the account), outbound (the account follows them)
-- first_id, first_at: the snapshot of the first answer that named it, and when that came
-- asked_before_at: when it was asked before that, and there was no record; null where nobody asked, or
--   there was another one
-- is_replaced: another record of theirs was there before: the new one says nothing of an unfollow
-- is_hidden: it was hidden when it was first named: they stood in no list
-- is_met_late: nobody was asked before, though lists had been read, and neither its date nor, where it has
--   none, a listener shows that it began since: lists lose people, so that they may have been there all
--   along
-- other_key: the key of the record of the other direction at the first answer
-- record_after, record_before: when it was made, by its key: the minutes by which clocks differ around
--   it. record_after is null where key and claim disagree, or nobody asked and keys are not enough
--
-- check: record_after is null or <= record_before
with asked as (
    select
        account_id, snapshot_id, user_id, 'inbound' as direction, inbound_key as record_key,
        inbound_key_at as key_at, inbound_claimed_at as claimed_at, outbound_key as other_key, hidden,
        asked_at, answered_at
    from raw.relationships
    union all
    select
        account_id, snapshot_id, user_id, 'outbound', outbound_key, outbound_key_at, outbound_claimed_at,
        inbound_key, hidden, asked_at, answered_at
    from raw.relationships
),
stepped as (
    select
        *,
        lag(asked_at) over by_time as last_asked_at, lag(record_key) over by_time as last_key,
        row_number() over by_time as nth_answer,
        row_number() over (
            partition by account_id, direction, user_id, record_key order by answered_at, snapshot_id
        ) as nth_of_key,
        min(claimed_at) over (partition by account_id, direction, user_id, record_key) as any_claimed_at
    from asked
    window by_time as (partition by account_id, direction, user_id order by answered_at, snapshot_id)
),
firsts as (
    select
        s.*, l.prev_complete_at,
        key_at is not null
            and case
                when any_claimed_at is null then coalesce(d.is_key_enough, false)
                else key_at <= minutes_after(any_claimed_at, record_agreement_minutes())
                    and any_claimed_at <= minutes_after(key_at, record_agreement_minutes())
            end
            and key_at <= answered_at as is_dated
    from stepped s
    left join record_trust d using (account_id)
    left join lists l using (account_id, snapshot_id, direction)
    where record_key is not null and nth_of_key = 1
),
-- Whose follow a listener heard since the last list before the first answer.
heard as (
    select distinct f.account_id, f.direction, f.user_id
    from firsts f
    join raw.events e
        on e.account_id = f.account_id
        and e.source_id = case f.direction when 'inbound' then f.user_id else f.account_id end
        and e.target_id = case f.direction when 'inbound' then f.account_id else f.user_id end
        and e."before" > f.prev_complete_at and e."before" <= f.answered_at
    where f.nth_answer = 1 and not f.is_dated and e.kind = 'follow'
)
select
    account_id, direction, user_id, record_key, snapshot_id as first_id, answered_at as first_at,
    case when last_key is null then last_asked_at end as asked_before_at,
    last_key is not null as is_replaced, hidden is not null as is_hidden,
    nth_answer = 1 and prev_complete_at is not null and not (is_dated and key_at > prev_complete_at)
        and h.user_id is null as is_met_late,
    prev_complete_at, other_key,
    case when is_dated then minutes_after(key_at, -record_agreement_minutes()) end as record_after,
    case
        when is_dated then least(answered_at, minutes_after(key_at, record_agreement_minutes()))
        else answered_at
    end as record_before,
    case when is_dated then key_at end as dated_at
from firsts
left join heard h using (account_id, direction, user_id)
