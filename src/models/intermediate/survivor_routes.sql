-- Who was there when lists first showed them, with the route that the records of that day say; one row an
-- account and person of whom no look of ours proves the start.
--
-- route: followback (our record is certainly older than theirs), organic (theirs is, or we have none),
--   unknown
-- unknown_because: same_minutes (both records are dated, and too close), undated_record (one is not),
--   met_late (lists had been read before, and may have lost them)
-- followed_after, followed_before: when their record was made; after is null where it is not dated
-- first_seen_at: when they were first seen; end_before: by when they were gone, null while there
--
-- These routes are of the spell that was there that day: a second press of the button, or an unfollow and
-- a new follow, leaves no trace of the first.
--
-- check: unknown_because is set exactly for unknown
with survivors as (
    select account_id, user_id, start_before as first_seen_at, end_before
    from spells
    where direction = 'inbound' and spell = 1 and (start_after is null or is_reappeared)
),
inbound as (
    select
        *, row_number() over (partition by account_id, user_id order by first_at, record_key) as nth
    from follow_records
    where direction = 'inbound'
),
paired as (
    select
        s.account_id, s.user_id, s.first_seen_at, s.end_before, i.is_met_late,
        i.record_after as i_after, i.record_before as i_before, i.other_key is not null as is_mutual,
        o.record_after as o_after, o.record_before as o_before
    from survivors s
    join inbound i on i.account_id = s.account_id and i.user_id = s.user_id and i.nth = 1
    left join follow_records o
        on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
        and o.record_key = i.other_key
),
routed as (
    select
        *,
        case
            when is_met_late then 'unknown'
            when not is_mutual then 'organic'
            when o_before <= i_after then 'followback'
            when i_before <= o_after then 'organic'
            else 'unknown'
        end as route
    from paired
)
select
    account_id, user_id, route,
    case
        when route <> 'unknown' then null
        when is_met_late then 'met_late'
        when i_after is not null and o_after is not null then 'same_minutes'
        else 'undated_record'
    end as unknown_because,
    i_after as followed_after, i_before as followed_before, first_seen_at, end_before
from routed
