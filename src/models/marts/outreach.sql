-- The account's attempts to win followers by following them first, and what came of each; one row an
-- account, person and attempt.
--
-- attempt: 1 for the first. Follows within 90 days of the one before belong to one attempt
-- started_after, started_before: the window in which its first follow began
-- closed_after, closed_before: that in which its last follow ended, before their answer where they followed
-- started_on: the day it began, by started_before; where nothing but a date is known, that date, see
--   bare_dates
-- is_attempt: certainly began while they did not follow; null where the order is not known, or where only
--   lists by name could show an id, or lists of ids a name, or where only a log tells of it whose unknown
--   names are left out: only the range counts it
-- outcome: followed_back (c: after one of its follows, whatever is known of the later ones), unknown (order
--   not known: u), not_yet and closed_without (n)
-- is_by_sitting: nothing but a sitting says what came of it, see route_basis of followers: every range
--   counts it as unknown. Where nothing but a sitting says that they followed first, the order counts as
--   not known
-- is_after_close: they followed after ours had ended; null where that is not known
-- latency_min_days, latency_max_days: from our follow to theirs, for followed_back
-- is_watched: somebody looked at the followers after it may have begun, so that an answer would have shown,
--   see follower_looks. Where nobody did, not_yet and closed_without say nothing, and no rate counts it
--
-- check: outcome is one of the four; is_attempt is null exactly for unknown
with attempts as (
    select
        account_id, user_id, attempt,
        -- One follow of theirs answers the last attempt before it.
        case
            when lead(min(answer)) over (partition by account_id, user_id order by attempt) = min(answer)
            then null
            else min(answer)
        end as answer,
        case
            when lead(min(certain_answer)) over (partition by account_id, user_id order by attempt)
                = min(certain_answer)
            then null
            else min(certain_answer)
        end as certain_answer,
        coalesce(min(spell) filter (where is_open) = min(spell), false) as is_open,
        min(start_after) as started_after, min(start_before) as started_before,
        -- What is not known of a later follow takes nothing from an answer to an earlier one.
        coalesce(min(spell) filter (where is_attempt is null) = min(spell), false)
            or bool_or(is_attempt is null) and min(answer) is null as is_undecided
    from outreach_follows
    group by account_id, user_id, attempt
),
-- A follow that began after they had answered has no part in it.
last_follows as (
    select f.account_id, f.user_id, f.attempt, max(f.spell) as last_spell
    from outreach_follows f
    join attempts a using (account_id, user_id, attempt)
    where a.answer is null or f.answer = a.answer
    group by f.account_id, f.user_id, f.attempt
)
select
    a.account_id, a.user_id, a.attempt, a.started_after, a.started_before,
    coalesce(b.day, cast(a.started_before as date)) as started_on, l.end_after as closed_after,
    l.end_before as closed_before, case when not a.is_undecided then true end as is_attempt,
    case
        when a.is_undecided then 'unknown'
        when i.user_id is not null then 'followed_back'
        when l.end_before is null then 'not_yet'
        else 'closed_without'
    end as outcome,
    not a.is_undecided and (a.is_open or a.answer is distinct from a.certain_answer) as is_by_sitting,
    case
        when a.is_undecided or i.user_id is null then null
        when l.end_before is null or i.start_before <= l.end_after then false
        when i.start_after >= l.end_before then true
    end as is_after_close,
    case
        when not a.is_undecided and i.user_id is not null
        then rounded(greatest(0.0, days_between(a.started_before, i.start_after)), 6)
    end as latency_min_days,
    case
        when not a.is_undecided and i.user_id is not null
        then rounded(days_between(a.started_after, i.start_before), 6)
    end as latency_max_days,
    coalesce(w.looked_to >= a.started_after, false) as is_watched
from attempts a
join last_follows n using (account_id, user_id, attempt)
join outreach_follows l
    on l.account_id = a.account_id and l.user_id = a.user_id and l.spell = n.last_spell
left join spells i
    on i.account_id = a.account_id and i.user_id = a.user_id and i.direction = 'inbound'
    and i.spell = a.answer
left join bare_dates b on b.account_id = a.account_id and b.told_at = a.started_before
left join follower_looks w on w.account_id = a.account_id
order by a.account_id, a.user_id, attempt
