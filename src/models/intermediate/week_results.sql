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
days as (
    select account_id, 'visits' as outcome, download, day, sum(visits) as results
    from kept_visits
    group by account_id, download, day
    union all
    select account_id, case kind when 'signup' then 'signups' else 'sales' end, download, day, sum(orders)
    from kept_sales
    group by account_id, kind, download, day
),
-- Orders say nothing of sign-ups, nor visits of orders, so files without any of a kind do not know of it. A
-- source may have files of several kinds.
recorders as (
    select distinct account_id, outcome, download, content
    from days
    join asked using (account_id, outcome)
    join download_days using (account_id, download, day)
),
whole_weeks as (
    select account_id, r.outcome, download, week_of(d.day) as week
    from download_days d
    join recorders r using (account_id, download, content)
    group by account_id, r.outcome, download, week_of(d.day)
    having count(*) = week_days()
),
returned as (
    select
        w.account_id, w.outcome, w.download, w.week,
        cast(coalesce(sum(d.results), 0) as bigint) as results
    from whole_weeks w
    left join days d
        on d.account_id = w.account_id and d.outcome = w.outcome and d.download = w.download
        and week_of(d.day) = w.week
    group by w.account_id, w.outcome, w.download, w.week
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
