-- Of those who were there at the first complete look, how many still are at each later one; one row an
-- account, route and look.
--
-- route: what the records of the first look say, see survivor_routes
-- looked_at: the end of the complete list of followers; days: since the first one
-- people: who was there at the first, and had not left while earlier lists were partial; still_there: of
--   those, who had not left by this one. Hidden meanwhile and back again counts as there
-- share, low, high: still_there of people, with a 95 % interval
--
-- Time counts from the first look, when everybody here had stayed already: it is no age, and nobody is
-- retained by construction.
--
-- check: still_there <= people
with looks as (
    select account_id, finished_at as looked_at
    from completeness
    where list = 'followers' and verdict = 'complete'
),
firsts as (
    select account_id, min(looked_at) as first_at from looks group by account_id
),
there as (
    select s.account_id, s.route, s.end_before, f.first_at
    from survivor_routes s
    join firsts f using (account_id)
    where s.first_seen_at <= f.first_at and (s.end_before is null or s.end_before > f.first_at)
),
counted as (
    select
        t.account_id, t.route, t.first_at, l.looked_at, count(*) as people,
        count(*) filter (where t.end_before is null or t.end_before > l.looked_at) as still_there
    from there t
    join looks l using (account_id)
    group by t.account_id, t.route, t.first_at, l.looked_at
)
select
    account_id, route, looked_at, rounded(days_between(first_at, looked_at), 6) as days, people, still_there,
    share_of(still_there, people) as share,
    wilson_low(still_there, people) as low,
    wilson_high(still_there, people) as high
from counted
order by account_id, route, looked_at
