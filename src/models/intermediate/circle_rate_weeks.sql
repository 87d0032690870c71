-- What followers did toward other followers from week to week: what they have in common in a week makes
-- rates less sure than people alone would show; one row an account, basis, route and week.
--
-- basis: covered, or at least, see circle_counts
-- week: its Monday; every week from the first of the account's spells to the last
-- seconds: covered time of followers in it, from the first sight to the last of each spell, see
--   sighted_spells
-- interactions: theirs in it toward other followers, as circle_counts has them
-- interactions_squared: their squares by person
--
-- check: none is negative
with follows as (
    select account_id, f.route, s.from_at, s.to_at
    from sighted_spells s
    join followers f using (account_id, user_id)
    where f.is_dated and s.from_at < s.to_at
),
bounds as (
    select account_id, explode(weeks) as bound
    from (
        select
            account_id,
            weeks_up_to(week_start(min(from_at)), week_start(max(to_at)) + interval 7 days) as weeks
        from follows
        group by account_id
    ) f
),
covers as (
    select account_id, 'covered' as basis, from_at, to_at from coverage where kind = 'conversation'
    union all
    select account_id, 'at least', from_at, to_at from coverage where kind = 'mention'
),
-- Covered seconds up to each of these moments.
until as (
    select
        m.account_id, v.basis, m.moment,
        whole_part(sum(epoch_us(least(m.moment, v.to_at)) - epoch_us(v.from_at)), 1000000) as seconds
    from (
        select account_id, bound as moment from bounds
        union
        select account_id, from_at from follows
        union
        select account_id, to_at from follows
    ) m
    join covers v on v.account_id = m.account_id and v.from_at < m.moment
    group by m.account_id, v.basis, m.moment
),
routes as (
    select distinct account_id, f.route, v.basis from follows f join covers v using (account_id)
),
-- By the week in which it is: how many spells begin and end, and what had been covered by then.
turns as (
    select
        t.account_id, r.basis, t.route, week_start(t.moment) + interval 7 days as bound,
        sum(t.step) as present, sum(wide(t.step) * coalesce(u.seconds, 0)) as seconds
    from (
        select account_id, route, from_at as moment, 1 as step from follows
        union all
        select account_id, route, to_at, -1 from follows
    ) t
    join routes r on r.account_id = t.account_id and r.route = t.route
    left join until u on u.account_id = t.account_id and u.basis = r.basis and u.moment = t.moment
    group by t.account_id, r.basis, t.route, week_start(t.moment)
),
-- What everybody had been covered for by each Monday: those who are there since they came, the others once.
so_far as (
    select
        o.account_id, r.basis, r.route, o.bound,
        coalesce(u.seconds, 0) * coalesce(sum(t.present) over w, 0)
            - coalesce(sum(t.seconds) over w, 0) as seconds
    from bounds o
    join routes r on r.account_id = o.account_id
    left join turns t
        on t.account_id = o.account_id and t.basis = r.basis and t.route = r.route and t.bound = o.bound
    left join until u on u.account_id = o.account_id and u.basis = r.basis and u.moment = o.bound
    window w as (partition by o.account_id, r.basis, r.route order by o.bound)
),
weeks as (
    select
        account_id, basis, route, bound - interval 7 days as week,
        seconds - lag(seconds) over (partition by account_id, basis, route order by bound) as seconds
    from so_far
),
seen as (
    select distinct account_id, 'covered' as basis, user_id, act_id, acted_before
    from acts_between_followers
    where is_covered and is_sighted
    union all
    select distinct account_id, 'at least', user_id, act_id, acted_before
    from acts_between_followers
    where is_covered_by_mentions and is_sighted
),
by_person as (
    select account_id, basis, user_id, week_start(acted_before) as week, count(*) as interactions
    from seen
    group by account_id, basis, user_id, week_start(acted_before)
),
done as (
    select
        account_id, basis, f.route, week, sum(b.interactions) as interactions,
        sum(wide(b.interactions) * b.interactions) as interactions_squared
    from by_person b
    join followers f using (account_id, user_id)
    group by account_id, basis, f.route, week
)
select
    account_id, basis, route, cast(week as date) as week, cast(w.seconds as bigint) as seconds,
    cast(coalesce(d.interactions, 0) as bigint) as interactions,
    cast(coalesce(d.interactions_squared, 0) as bigint) as interactions_squared
from weeks w
left join done d using (account_id, basis, route, week)
where w.seconds is not null
