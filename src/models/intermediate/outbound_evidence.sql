-- What the account's own follows of somebody say of how their first follow came about; one row an account
-- and person whom the account ever followed.
--
-- is_certain: their first follow certainly answers one of ours; is_possible: it may; is_sitting: it
--   answers one if the lists of a sitting were read at one moment; is_possible_in_sitting: it may even then
-- is_in_same_gap, is_order_open, is_end_open: why it only may, see unknown_because of followers
-- is_all_later: every one of ours certainly began later; is_prior: one had certainly ended long before
-- o_after, o_before: the start of the one that was answered, the latest
--
-- check: is_certain or is_sitting implies is_possible; is_possible_in_sitting implies is_possible
with counted as (
    select
        account_id, user_id,
        bool_or(is_followback) as is_certain,
        bool_or(is_sitting_followback) as is_sitting,
        bool_or(may_be_followback) as is_possible,
        bool_or(may_be_followback and coalesce(sitting_first, '') <> 'inbound') as is_possible_in_sitting,
        bool_or(may_be_followback and not is_outbound_first and o_after is not null) as is_in_same_gap,
        bool_or(may_be_followback and not is_outbound_first) as is_order_open,
        bool_or(may_be_followback and is_outbound_first and is_confirmed) as is_end_open,
        bool_and(is_inbound_first) as is_all_later,
        bool_or(is_outbound_first and gap_days_at_least > dropped_follow_counts_days()) as is_prior,
        -- The latest qualifying follow is the one answered.
        max(o_after) filter (where is_followback) as certain_after,
        max(o_before) filter (where is_followback) as certain_before,
        max(o_after) filter (where is_sitting_followback) as sitting_after,
        max(o_before) filter (where is_sitting_followback) as sitting_before
    from spell_pair_order
    where inbound_spell = 1
    group by account_id, user_id
)
select
    account_id, user_id, is_certain, is_sitting, is_possible, is_possible_in_sitting, is_in_same_gap,
    is_order_open, is_end_open, is_all_later, is_prior,
    case when is_certain then certain_after else sitting_after end as o_after,
    case when is_certain then certain_before else sitting_before end as o_before
from counted
