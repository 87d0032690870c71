-- What whole weeks brought of what experiments measure; one row an account, outcome, download and week.
--
-- outcome: see experiment_outcomes, of those that are planned; week: the Monday
-- download: the source whose figures they are; '' for organic, which lists say
-- results: visits, sign-ups or sales (orders) of the seven days; of organic the new followers who are no
--   followbacks, by the day of first sight, see arrival_counts. Weeks of lists by name that leave out people
--   are not known
-- results_most: of organic with everybody who may be organic; otherwise as results
--
-- check: only weeks of which all seven days are known; results <= results_most
with asked as (
    select distinct account_id, outcome from experiment_outcomes where units = 'weeks'
),
-- Orders say nothing of sign-ups, so a source without any of a kind does not know of it.
days as (
    select account_id, 'visits' as outcome, download, day, sum(visits) as results
    from kept_visits
    group by account_id, download, day
    union all
    select account_id, case kind when 'signup' then 'signups' else 'sales' end, download, day, sum(orders)
    from kept_sales
    group by account_id, kind, download, day
),
recorders as (
    select distinct account_id, outcome, download
    from days
    join asked using (account_id, outcome)
),
whole_weeks as (
    select account_id, download, week_of(day) as week
    from download_days
    group by account_id, download, week_of(day)
    having count(*) = week_days()
),
returned as (
    select
        r.account_id, r.outcome, r.download, w.week,
        cast(coalesce(sum(d.results), 0) as bigint) as results
    from recorders r
    join whole_weeks w on w.account_id = r.account_id and w.download = r.download
    left join days d
        on d.account_id = r.account_id and d.outcome = r.outcome and d.download = r.download
        and week_of(d.day) = w.week
    group by r.account_id, r.outcome, r.download, w.week
),
-- Whom lists by name leave out may have come then.
lacking as (
    select distinct l.account_id, week_of(l.finished_at) as week
    from lists l
    left join named_accounts n on n.account_id = l.account_id
    where l.direction = 'inbound' and l.is_by_name and n.account_id is null
),
watched_weeks as (
    select account_id, week_of(day) as week
    from watched_days
    join asked using (account_id)
    where outcome = 'organic'
    group by account_id, week_of(day)
    having count(*) = week_days()
),
-- The ways to count the unknown differ only where there are any.
arrivals_by_way as (
    select
        account_id, week_of(day) as week,
        sum(people) filter (where unknown_as = 'left_out') as left_out,
        sum(people) filter (where unknown_as = 'followback') as fewest,
        sum(people) filter (where unknown_as = 'organic') as most
    from arrival_counts
    where route = 'organic'
    group by account_id, week_of(day)
),
open_routes as (
    select distinct account_id from arrival_counts where unknown_as = 'organic'
)
select account_id, outcome, download, week, results, results as results_most from returned
union all
select
    w.account_id, 'organic', '', w.week,
    cast(coalesce(case when o.account_id is null then a.left_out else a.fewest end, 0) as bigint),
    cast(coalesce(case when o.account_id is null then a.left_out else a.most end, 0) as bigint)
from watched_weeks w
left join arrivals_by_way a on a.account_id = w.account_id and a.week = w.week
left join open_routes o on o.account_id = w.account_id
left join lacking l on l.account_id = w.account_id and l.week = w.week
where l.account_id is null
