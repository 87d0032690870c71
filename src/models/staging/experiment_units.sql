-- Whom or what experiments drew, with the plan; one row an account, experiment and unit.
--
-- units: people or weeks; unit: from 1
-- user_id: null of weeks, and of somebody erased; day: the day their list names, or the Monday of the week
-- arm: follow or leave, on or off; stratum: of weeks the number of their pair
-- from_at, to_at: the first day of the experiment, and the first day after its last outcome
-- seed: of the draw
--
-- check: a unit stands once
with plans as (
    select distinct account_id, experiment_id, units, seed, "from" as from_at, "to" as to_at
    from raw.experiments
)
select
    a.account_id, a.experiment_id, p.units, a.unit, a.user_id, cast(a.day as date) as day, a.arm, a.stratum,
    p.from_at, p.to_at, p.seed
from raw.assignments a
join plans p using (account_id, experiment_id)
