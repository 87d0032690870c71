-- Whether people who had engaged by a landmark are retained more often than those who had not: asked only of
-- people still there at the landmark, so that nobody counts as engaged for having stayed long enough; one
-- row an account, route, landmark and side.
--
-- landmark_days: 7 or 30, counted from first sight
-- is_engaged: a covered reply, quote or mention that addresses the brand, certainly inside the spell by then
-- people: of a cohort, certainly still in their first spell at the landmark, under cover up to it, with a
--   complete list of followers at most 3.5 days away from 60 days later; whoever is hidden at that list is
--   left out
-- retained, share, low, high: present in that list, with Wilson's 95 % interval
--
-- check: retained <= people
with sights as (
    select
        s.account_id, s.first_seen_at, l.landmark_days,
        days_after(s.first_seen_at, l.landmark_days) as landmark_at,
        days_after(s.first_seen_at, l.landmark_days + days_after_landmark()) as due_at
    from (select distinct account_id, first_seen_at from followers where cohort_month is not null) s
    cross join (select soon_days() as landmark_days union all select engaged_days()) l
),
lists_near as (
    select
        s.account_id, s.first_seen_at, s.landmark_days, s.landmark_at, c.started_at, c.finished_at,
        row_number() over (
            partition by s.account_id, s.first_seen_at, s.landmark_days
            order by abs(days_between(s.due_at, c.finished_at)), c.finished_at, c.source
        ) as nth
    from sights s
    join coverage v
        on v.account_id = s.account_id and v.kind = 'mention' and v.from_at <= s.first_seen_at
        and v.to_at >= s.landmark_at
    join lists c
        on c.account_id = s.account_id and c.direction = 'inbound' and c.verdict = 'complete'
        and c.finished_at >= days_after(s.due_at, -near_list_days())
        and c.finished_at <= days_after(s.due_at, near_list_days())
),
present as (
    select f.account_id, f.user_id, f.route, n.landmark_days, n.started_at, n.finished_at
    from followers f
    join lists_near n
        on n.account_id = f.account_id and n.first_seen_at = f.first_seen_at and n.nth = 1
        and f.end_after >= n.landmark_at
    where f.cohort_month is not null
),
seen as (
    select
        p.account_id, p.user_id, p.landmark_days,
        bool_or(s.start_before <= p.finished_at and s.end_after >= p.started_at) as is_seen,
        -- Last seen by another source than the list's: absence from it says nothing.
        bool_or(
            s.start_before <= p.finished_at and s.end_after < p.started_at
                and (s.end_before is null or s.end_before > p.finished_at)
        ) as is_untold
    from present p
    join spells s on s.account_id = p.account_id and s.user_id = p.user_id and s.direction = 'inbound'
    group by p.account_id, p.user_id, p.landmark_days
),
away as (
    select distinct p.account_id, p.user_id, p.landmark_days, true as is_away
    from present p
    join hidden h
        on h.account_id = p.account_id and h.user_id = p.user_id and h.direction = 'inbound'
        and h.hidden_after < p.started_at and h.hidden_before > p.finished_at
),
people as (
    select
        account_id, p.route, landmark_days,
        coalesce(a.first_age <= landmark_days, false) as is_engaged, s.is_seen as is_retained
    from present p
    join seen s using (account_id, user_id, landmark_days)
    left join first_interactions a using (account_id, user_id)
    left join away w using (account_id, user_id, landmark_days)
    where not coalesce(w.is_away, false) and (s.is_seen or not s.is_untold)
),
counted as (
    select
        account_id, route, landmark_days, is_engaged, count(*) as people,
        count(*) filter (where is_retained) as retained
    from people
    group by account_id, route, landmark_days, is_engaged
)
select
    account_id, route, landmark_days, is_engaged, people, retained,
    share_of(retained, people) as share, wilson_low(retained, people) as low,
    wilson_high(retained, people) as high
from counted
order by account_id, route, landmark_days, is_engaged
