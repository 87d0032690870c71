-- What each week of an experiment brought, by outcome; one row an account, experiment, outcome and week.
--
-- week: from 1, in their order; arm: on or off; pair: its number
-- download: whose figures they are: the source that knows most of the weeks wholly; null where none does
-- results: visits, sign-ups or sales (orders) of the seven days; null where a day is not known
-- follows: people whom the account certainly began to follow in the week
--
-- check: a week has one row an outcome
with weeks as (
    select
        o.account_id, o.experiment_id, o.outcome, u.unit as week, u.day, u.arm, u.stratum as pair,
        day_after(u.day, 6) as last_day
    from experiment_outcomes o
    join experiment_units u using (account_id, experiment_id)
    where o.units = 'weeks'
),
-- Orders say nothing of sign-ups, so a source without any of a kind does not know of it.
results as (
    select account_id, download, 'visits' as outcome, day, sum(visits) as results
    from kept_visits
    group by account_id, download, day
    union all
    select account_id, download, case kind when 'signup' then 'signups' else 'sales' end, day, sum(orders)
    from kept_sales
    group by account_id, download, kind, day
),
recorders as (
    select distinct account_id, download, outcome from results
),
known as (
    select w.account_id, w.experiment_id, w.outcome, w.week, r.download
    from weeks w
    join recorders r using (account_id, outcome)
    join download_days d
        on d.account_id = w.account_id and d.download = r.download and d.day between w.day and w.last_day
    group by w.account_id, w.experiment_id, w.outcome, w.week, r.download
    having count(*) = 7
),
sources as (
    select
        account_id, experiment_id, outcome, download,
        row_number() over (
            partition by account_id, experiment_id, outcome order by count(*) desc, download
        ) as nth
    from known
    group by account_id, experiment_id, outcome, download
),
counted as (
    select
        k.account_id, k.experiment_id, k.outcome, k.week, k.download,
        cast(coalesce(sum(r.results), 0) as bigint) as results
    from known k
    join sources s
        on s.account_id = k.account_id and s.experiment_id = k.experiment_id and s.outcome = k.outcome
        and s.download = k.download and s.nth = 1
    join weeks w
        on w.account_id = k.account_id and w.experiment_id = k.experiment_id and w.outcome = k.outcome
        and w.week = k.week
    left join results r
        on r.account_id = k.account_id and r.download = k.download and r.outcome = k.outcome
        and r.day between w.day and w.last_day
    group by k.account_id, k.experiment_id, k.outcome, k.week, k.download
),
followed as (
    select w.account_id, w.experiment_id, w.outcome, w.week, count(distinct s.user_id) as follows
    from weeks w
    join spells s
        on s.account_id = w.account_id and s.direction = 'outbound'
        and s.start_after >= cast(w.day as timestamp)
        and s.start_before <= cast(day_after(w.day, 7) as timestamp)
    group by w.account_id, w.experiment_id, w.outcome, w.week
)
select
    w.account_id, w.experiment_id, w.outcome, cast(w.week as bigint) as week, w.arm, w.pair, c.download,
    c.results, coalesce(f.follows, 0) as follows
from weeks w
left join counted c using (account_id, experiment_id, outcome, week)
left join followed f using (account_id, experiment_id, outcome, week)
