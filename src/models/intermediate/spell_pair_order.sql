-- Each inbound spell beside each outbound spell of the same person, with what is certain of their order; one
-- row an account, person, inbound spell and outbound spell.
--
-- i_after, i_before, o_after, o_before: the windows of the two starts; after is null where somebody
--   reappeared, for they had been there before anybody saw them
-- o_last, o_gone: the window of the outbound end
-- is_outbound_first, is_inbound_first: certainly so: x.before <= y.after (two points: <), or one archive
--   holds x's row and lacks y's. Where neither holds the order is not known
-- sitting_first: outbound or inbound, where nothing but a sitting says which was first, see sitting_order
-- gap_days_at_least, gap_days_at_most: how long the outbound follow was over when the inbound one began; 0 =
--   open then
-- is_confirmed: a log is not all that is known of the outbound follow: a list showed it, events watched it
--   without a gap, or lists of followers were being taken by then
-- is_followback: the inbound follow certainly answers the outbound one; may_be_followback: it may. Both
--   without what sittings say
-- is_sitting_followback: it answers the outbound one if the lists of that sitting were read at one moment
-- is_inbound_over: the inbound follow had certainly ended when the outbound one began
-- is_inbound_still_open: it was not seen to end before
--
-- check: not both is_outbound_first and is_inbound_first
-- check: what is_followback also may_be_followback, and so may what is_sitting_followback
-- check: sitting_first is null where the order is certain
with archives as (
    select distinct snapshot_id from lists where is_one_instant
),
archived as (
    select distinct r.account_id, r.direction, r.user_id, snapshot_id
    from list_rows r
    join archives a using (snapshot_id)
),
-- Where events with a baseline watched from our follow to theirs, an end would have been seen, or the source
-- records none and a spell counts as open. A list that showed ours answers for itself.
watched as (
    select distinct p.account_id, p.user_id, p.inbound_spell, p.outbound_spell
    from spell_pairs p
    join watches w
        on w.account_id = p.account_id and w.has_baseline and w.from_at <= p.o_before
        and w.to_at >= p.i_before
    where p.o_gone is null and (not w.is_additions_only or (p.o_before_id is null and p.o_last_id is null))
),
first_lists as (
    select account_id, min(started_at) as listed_from
    from lists
    where direction = 'inbound'
    group by account_id
),
ordered as (
    select
        p.account_id, p.user_id, p.inbound_spell, p.outbound_spell, p.o_after, p.o_before, p.o_last,
        p.o_gone, p.i_after, p.i_before,
        coalesce(
            (p.o_before <= p.i_after and not (p.o_exact and p.i_exact and p.o_before = p.i_before))
                or a.snapshot_id is not null,
            false
        ) as is_outbound_first,
        coalesce(
            (p.i_before <= p.o_after and not (p.o_exact and p.i_exact and p.o_before = p.i_before))
                or b.snapshot_id is not null,
            false
        ) as is_inbound_first,
        case
            when w.user_id is not null or p.o_gone is null or p.i_after is null then 0.0
            else greatest(0.0, days_between(p.o_gone, p.i_after))
        end as gap_days_at_least,
        case
            when w.user_id is not null then 0.0
            else greatest(
                0.0, days_between(greatest(p.seen_then, coalesce(s.seen_at, p.seen_then)), p.i_before)
            )
        end as gap_days_at_most,
        case
            when w.user_id is not null then 0.0
            else greatest(
                0.0,
                days_between(greatest(p.seen_then, coalesce(s.seen_in_sitting_at, p.seen_then)), p.i_before)
            )
        end as gap_days_with_sitting,
        t.sitting_first as said_by_sitting,
        -- X hides suspended people from both lists. Of somebody hidden before the first list, who followed
        -- and was followed back long ago, only the log of our follow would be known: a follow logged before
        -- any list needs a sighting of it.
        s.seen_at is not null or w.user_id is not null or l.listed_from is null
            or p.o_before >= l.listed_from as is_confirmed,
        p.i_gone is not null and p.o_after is not null and p.i_gone <= p.o_after as is_inbound_over,
        p.i_gone is null or p.i_last >= p.o_before as is_inbound_still_open
    from (
        -- An end told by a log, as a second follow there, is a sighting too where it came before theirs, or
        -- where ours certainly went on until then.
        select
            p.*,
            case when o_last <= i_after or u.user_id is not null then o_last else o_before end as seen_then
        from spell_pairs p
        left join outbound_unbroken u using (account_id, user_id, outbound_spell)
    ) p
    left join first_lists l on l.account_id = p.account_id
    left join outbound_sighted s
        on s.account_id = p.account_id and s.user_id = p.user_id and s.inbound_spell = p.inbound_spell
        and s.outbound_spell = p.outbound_spell
    left join watched w
        on w.account_id = p.account_id and w.user_id = p.user_id and w.inbound_spell = p.inbound_spell
        and w.outbound_spell = p.outbound_spell
    left join sitting_order t
        on t.account_id = p.account_id and t.user_id = p.user_id and t.inbound_spell = p.inbound_spell
        and t.outbound_spell = p.outbound_spell
    left join archived a
        on a.account_id = p.account_id and a.direction = 'outbound' and a.user_id = p.user_id
        and a.snapshot_id = p.i_after_id
        and p.o_before <= p.i_before
    left join archived b
        on b.account_id = p.account_id and b.direction = 'inbound' and b.user_id = p.user_id
        and b.snapshot_id = p.o_after_id
        and p.i_before <= p.o_before
)
select
    account_id, user_id, inbound_spell, outbound_spell, o_after, o_before, o_last, o_gone, i_after, i_before,
    is_outbound_first, is_inbound_first, gap_days_at_least, gap_days_at_most, is_confirmed,
    is_inbound_over, is_inbound_still_open,
    is_outbound_first and gap_days_at_most <= dropped_follow_counts_days() and is_confirmed as is_followback,
    not is_inbound_first and gap_days_at_least <= dropped_follow_counts_days() as may_be_followback,
    case when not is_outbound_first and not is_inbound_first then said_by_sitting end as sitting_first,
    not is_outbound_first and not is_inbound_first and coalesce(said_by_sitting = 'outbound', false)
        and greatest(gap_days_at_least, gap_days_with_sitting) <= dropped_follow_counts_days()
        as is_sitting_followback
from ordered
