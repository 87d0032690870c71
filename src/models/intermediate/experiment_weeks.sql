-- What each week of an experiment brought, by outcome; one row an account, experiment, outcome and week.
--
-- week: from 1, in their order; arm: on or off; pair: its number
-- download: whose figures they are: the source that knows most of the weeks wholly; null where none does
-- results, results_most: see week_results; null where a day is not known
-- follows: people to win whom the account certainly began to follow them in the week; following a follower
--   back is no outreach
--
-- check: a week has one row an outcome
with weeks as (
    select
        o.account_id, o.experiment_id, o.outcome, u.unit as week, u.day, u.arm, u.stratum as pair
    from experiment_outcomes o
    join experiment_units u using (account_id, experiment_id)
    where o.units = 'weeks'
),
known as (
    select w.account_id, w.experiment_id, w.outcome, w.week, r.download, r.results, r.results_most
    from weeks w
    join week_results r on r.account_id = w.account_id and r.outcome = w.outcome and r.week = w.day
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
followed as (
    select w.account_id, w.experiment_id, w.outcome, w.week, count(distinct o.user_id) as follows
    from weeks w
    join outreach o
        on o.account_id = w.account_id and o.is_attempt
        and o.started_after >= cast(w.day as timestamp)
        and o.started_before <= cast(day_after(w.day, week_days()) as timestamp)
    group by w.account_id, w.experiment_id, w.outcome, w.week
)
select
    w.account_id, w.experiment_id, w.outcome, cast(w.week as bigint) as week, w.arm, w.pair, k.download,
    k.results, k.results_most, coalesce(f.follows, 0) as follows
from weeks w
left join sources s
    on s.account_id = w.account_id and s.experiment_id = w.experiment_id and s.outcome = w.outcome
    and s.nth = 1
left join known k
    on k.account_id = w.account_id and k.experiment_id = w.experiment_id and k.outcome = w.outcome
    and k.week = w.week and k.download = s.download
left join followed f
    on f.account_id = w.account_id and f.experiment_id = w.experiment_id and f.outcome = w.outcome
    and f.week = w.week
