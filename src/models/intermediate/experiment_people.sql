-- Whose outcome an experiment of people looks at; one row an account, experiment, outcome and unit.
--
-- unit: from 1 whom it drew, see experiment_units; below 0 people whom the account chose to follow by itself
-- arm: follow or leave of the drawn; chosen; chosen_unknown where nobody knows whether they followed first
-- user_id: null where erased
-- day: the day their list names; of the chosen the day on which the follow was seen
--
-- The chosen are those whom outreach turned to in the 52 weeks before the first day, by a choice and not by
-- a draw, where the day is known to within a week. Beside those whom the draw left alone they show what
-- whoever only watches would take for the effect: no list holds the people whom nobody followed, so the
-- left alone stand for them. Who is chosen may be who would have come anyway, so nothing here says what a
-- follow does.
--
-- check: a unit stands once an outcome
with chosen as (
    select
        o.account_id, o.experiment_id, o.outcome, t.user_id, t.attempt, t.is_attempt,
        cast(t.started_before as date) as day
    from experiment_outcomes o
    join outreach t on t.account_id = o.account_id and t.started_before < o.from_at
    left join experiment_units u on u.account_id = t.account_id and u.user_id = t.user_id
    where o.units = 'people' and t.started_before >= days_after(o.from_at, -52 * week_days())
        and days_between(t.started_after, t.started_before) <= week_days() and u.user_id is null
)
select
    o.account_id, o.experiment_id, o.outcome, cast(u.unit as bigint) as unit, u.user_id, u.day, u.arm,
    u.stratum
from experiment_outcomes o
join experiment_units u using (account_id, experiment_id)
where o.units = 'people'
union all
select
    account_id, experiment_id, outcome,
    -row_number() over (
        partition by account_id, experiment_id, outcome order by user_id, attempt
    ) as unit,
    user_id, day, case when is_attempt then 'chosen' else 'chosen_unknown' end as arm, '' as stratum
from chosen
