-- Who left within a fortnight after the account stopped following them, and of how many stretches of a
-- fortnight in which it went on following someone the end was that they left; one row an account, group and
-- route.
--
-- sign: left_after, left_meanwhile; who: the route. Closed accounts did not leave, whatever their network
--   calls it, nor did whom the account blocked
-- people, x_certain, x_at_most, n: see repetition. Fortnights count that end by the last complete list, see
--   counted_stays: of a later one it would be known who left in it, and of nobody that they stayed
--
-- check: x_certain <= x_at_most
-- check: x_at_most <= n
with recorded as (
    select account_id from accounts where is_retention_recorded
),
ends as (
    select
        account_id, user_id, direction, spell, start_before, start_before_id, end_after, end_after_id,
        end_before, end_before_id, end_reason,
        end_reason in ('suspended', 'gone', 'taken_down', 'deactivated', 'deleted', 'blocked') as is_closed
    from spells
),
-- Whoever may still have been there when the account unfollowed them.
unfollowed as (
    select
        p.account_id, p.user_id, p.i_last, p.i_gone, p.o_last, p.o_gone,
        coalesce(i.is_closed, false) as is_closed
    from spell_pairs p
    join recorded using (account_id)
    join counted_stays c
        on c.account_id = p.account_id and c.user_id = p.user_id and c.spell = p.inbound_spell
    join ends i
        on i.account_id = p.account_id and i.user_id = p.user_id and i.direction = 'inbound'
        and i.spell = p.inbound_spell
    join ends o
        on o.account_id = p.account_id and o.user_id = p.user_id and o.direction = 'outbound'
        and o.spell = p.outbound_spell
    where p.o_gone is not null and not coalesce(o.is_closed or o.end_reason = 'blocks_us', false)
        and p.i_before <= p.o_last and (p.i_gone is null or p.i_gone > p.o_last)
        and days_after(p.o_gone, fortnight_days()) <= c.looked_to
),
left_after as (
    select
        u.account_id, f.route as who, count(distinct user_id) as people,
        count(*) filter (
            where not u.is_closed and u.i_last >= u.o_gone
                and u.i_gone <= days_after(u.o_last, fortnight_days())
        ) as x_certain,
        count(*) filter (
            where not u.is_closed and u.i_gone is not null
                and u.i_last < days_after(u.o_gone, fortnight_days())
        ) as x_at_most,
        count(*) as n
    from unfollowed u
    join followers f using (account_id, user_id)
    group by u.account_id, f.route
),
followed as (
    select
        account_id, user_id, spell, e.from_at, e.to_at,
        cast(
            floor(days_between(e.from_at, least(e.to_at, c.looked_to)) / fortnight_days()) as bigint
        ) as fortnights
    from exposure e
    join counted_stays c using (account_id, user_id, spell)
    where e.is_mutual and e.from_at < c.looked_to
),
-- Gone while the account certainly went on following them: both lists of one snapshot are one look.
outlasted as (
    select distinct i.account_id, i.user_id, i.spell
    from ends i
    join ends o on o.account_id = i.account_id and o.user_id = i.user_id and o.direction = 'outbound'
    where i.direction = 'inbound'
        and (o.start_before <= i.end_after or o.start_before_id = i.end_after_id)
        and (o.end_before is null or o.end_after >= i.end_before or o.end_after_id = i.end_before_id)
),
-- Of whoever left after one list nothing else is known.
left_then as (
    select c.account_id, c.user_id, o.spell is not null as is_certain
    from counted_ends c
    join ends i
        on i.account_id = c.account_id and i.user_id = c.user_id and i.direction = 'inbound'
        and i.spell = c.spell
    left join followed e
        on e.account_id = c.account_id and e.user_id = c.user_id and e.spell = c.spell
        and e.to_at = c.seen_to
    left join outlasted o on o.account_id = c.account_id and o.user_id = c.user_id and o.spell = c.spell
    where c.is_mutual and not i.is_closed
        and days_after(coalesce(e.from_at, c.seen_to), (coalesce(e.fortnights, 0) + 1) * fortnight_days())
            <= c.looked_to
),
meanwhile as (
    select account_id, user_id, fortnights, 0 as certain, 0 as lefts from followed where fortnights > 0
    union all
    select account_id, user_id, 1, case when is_certain then 1 else 0 end, 1 from left_then
),
left_meanwhile as (
    select
        account_id, f.route as who, count(distinct user_id) as people,
        cast(sum(m.certain) as bigint) as x_certain, cast(sum(m.lefts) as bigint) as x_at_most,
        cast(sum(m.fortnights) as bigint) as n
    from meanwhile m
    join followers f using (account_id, user_id)
    group by account_id, f.route
)
select account_id, 'left_after' as sign, who, people, x_certain, x_at_most, n from left_after
union all
select account_id, 'left_meanwhile', who, people, x_certain, x_at_most, n from left_meanwhile
