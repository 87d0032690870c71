-- Who left within a fortnight after the account stopped following them, and of how many stretches of a
-- fortnight in which it went on following someone the end was that they left; one row an account, group and
-- route.
--
-- sign: left_after, left_meanwhile; who: the route. Closed accounts did not leave, whatever their network
--   calls it, nor did whom the account blocked
-- x_certain, x_at_most, n: see repetition. Of left_meanwhile events after the last complete list do not
--   count: they tell who left, and of nobody that they stayed
--
-- check: x_certain <= x_at_most
-- check: x_at_most <= n
with recorded as (
    select account_id from accounts where is_retention_recorded
),
last_looks as (
    select account_id, max(finished_at) as last_at
    from lists
    where direction = 'inbound' and verdict = 'complete'
    group by account_id
),
ends as (
    select
        account_id, user_id, direction, spell, end_after, end_before, end_before_id, end_reason,
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
    join last_looks l using (account_id)
    join ends i
        on i.account_id = p.account_id and i.user_id = p.user_id and i.direction = 'inbound'
        and i.spell = p.inbound_spell
    join ends o
        on o.account_id = p.account_id and o.user_id = p.user_id and o.direction = 'outbound'
        and o.spell = p.outbound_spell
    where p.o_gone is not null and not coalesce(o.is_closed or o.end_reason = 'blocks_us', false)
        and p.i_before <= p.o_last and (p.i_gone is null or p.i_gone > p.o_last)
        and days_after(p.o_gone, fortnight_days()) <= l.last_at
),
left_after as (
    select
        u.account_id, f.route as who,
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
        e.account_id, f.route as who,
        cast(floor(days_between(e.from_at, e.to_at) / fortnight_days()) as bigint) as fortnights,
        case
            when s.end_before is not null and e.to_at = s.end_after and not s.is_closed
                and (s.end_before_id is not null or s.end_before <= l.last_at) then 1
            else 0
        end as is_left
    from exposure e
    join last_looks l using (account_id)
    join ends s
        on s.account_id = e.account_id and s.user_id = e.user_id and s.direction = 'inbound'
        and s.spell = e.spell
    join followers f on f.account_id = e.account_id and f.user_id = e.user_id
    where e.is_mutual
),
left_meanwhile as (
    select
        account_id, who, cast(sum(is_left) as bigint) as x,
        cast(sum(fortnights + is_left) as bigint) as n
    from followed
    group by account_id, who
    having sum(fortnights + is_left) > 0
)
select account_id, 'left_after' as sign, who, x_certain, x_at_most, n from left_after
union all
select account_id, 'left_meanwhile', who, x, x, n from left_meanwhile
