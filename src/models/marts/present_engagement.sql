-- Of those who follow the account now, how many acted toward it in the last 30 days; one row an account,
-- route and route_basis.
--
-- route, route_basis: see present_routes
-- from_at, to_at: the 30 days before the end of the last complete list
-- people: who follows now, however short a time; acted: of those, who replied to the account, quoted it
--   or named it at least once within these days. Of an act whose moment is not known its window begins
--   within them: a look reads likes after its list
-- acted_any: the same with reposts and likes
-- share, low, high: acted of people, with a 95 % interval
--
-- Mentions elsewhere are not public: where no notifications were read, every count is one at least. No row
-- where own posts were not read to the last look: that is not collected, which is never zero.
--
-- check: acted <= acted_any <= people
with last_lists as (
    select account_id, max(finished_at) as to_at
    from completeness
    where list = 'followers' and verdict = 'complete'
    group by account_id
),
collected as (
    select l.account_id, l.to_at, days_after(l.to_at, -engaged_days()) as from_at
    from last_lists l
    join polls p using (account_id)
    where p.kind = 'post' and p.is_complete
    group by l.account_id, l.to_at
    having max(p.to_at) >= l.to_at
),
acts as (
    select
        i.account_id, i.user_id, max(case when i.family = 'mention' then 1 else 0 end) as has_spoken
    from interactions i
    join collected c using (account_id)
    where i.circle = 'brand' and i.acted_after >= c.from_at and i.acted_after <= c.to_at
    group by i.account_id, i.user_id
),
counted as (
    select
        p.account_id, p.route, p.route_basis, c.from_at, c.to_at, count(*) as people,
        cast(coalesce(sum(a.has_spoken), 0) as bigint) as acted, count(a.user_id) as acted_any
    from present_routes p
    join collected c using (account_id)
    left join acts a on a.account_id = p.account_id and a.user_id = p.user_id
    group by p.account_id, p.route, p.route_basis, c.from_at, c.to_at
)
select
    account_id, route, route_basis, from_at, to_at, people, acted, acted_any,
    share_of(acted, people) as share, wilson_low(acted, people) as low, wilson_high(acted, people) as high
from counted
order by account_id, route, route_basis
