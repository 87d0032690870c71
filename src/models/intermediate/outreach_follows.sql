-- Follows by the account that may have been to win somebody, each with the attempt that it belongs to; one
-- row an account, person and outbound spell.
--
-- attempt: 1 for the first, see outreach; start_after, start_before, end_after, end_before: see spells
-- is_attempt: it certainly began while they did not follow, see outreach; null where that is not known
-- certain_answer, answer: the first inbound spell that certainly began later; and with what sittings say
-- is_open: nothing but a sitting says that they did not follow then
--
-- check: answer is null or <= certain_answer, or certain_answer is null
with outbound as (
    select s.*
    from spells s
    join account_facts a using (account_id)
    where direction = 'outbound' and start_after is not null and not is_reappeared
        and is_date(start_before, a.network_began_at)
),
met as (
    select
        account_id, user_id, outbound_spell,
        bool_or(is_inbound_first and not is_inbound_over and is_inbound_still_open) as is_toward_follower,
        bool_or(not is_outbound_first and not is_inbound_over) as is_open,
        bool_or(
            not is_outbound_first and coalesce(sitting_first, '') <> 'outbound' and not is_inbound_over
        ) as is_undecided,
        min(inbound_spell) filter (where is_outbound_first) as certain_answer,
        min(inbound_spell) filter (where is_outbound_first or sitting_first = 'outbound') as answer
    from spell_pair_order
    group by account_id, user_id, outbound_spell
),
follows as (
    select
        o.account_id, o.user_id, o.spell, o.start_after, o.start_before, o.end_after, o.end_before,
        case when not coalesce(m.is_undecided, false) and n.user_id is null then true end as is_attempt,
        m.answer, m.certain_answer, coalesce(m.is_open, false) as is_open,
        lag(o.start_before) over (partition by o.account_id, o.user_id order by o.spell) as start_before_then
    from outbound o
    left join met m on m.account_id = o.account_id and m.user_id = o.user_id and m.outbound_spell = o.spell
    left join unseen_answers n on n.account_id = o.account_id and n.user_id = o.user_id and n.spell = o.spell
    where not coalesce(m.is_toward_follower, false)
)
select
    account_id, user_id, spell,
    cast(sum(
        case when days_between(start_before_then, start_before) < one_attempt_days() then 0 else 1 end
    ) over (
        partition by account_id, user_id order by spell rows unbounded preceding
    ) as bigint) as attempt,
    start_after, start_before, end_after, end_before, is_attempt, answer, certain_answer, is_open
from follows
