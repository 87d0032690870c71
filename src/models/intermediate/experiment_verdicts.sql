-- What experiments of weeks say of the claim that outreach returns nothing beyond X; one row an account and
-- quarter end from the end of the first such experiment on.
--
-- experiment_id: the last one that was over by then and can be read
-- verdict: contradicted where it brings more visits or more sales; otherwise supported where it brings less
--   of every outcome with a smallest difference in the plan, no difference that matters where none of them
--   differs by that much, and else cannot tell yet, as where one of them cannot be read
--
-- check: verdict is one of the four
with judged as (
    select
        d.account_id, d.evaluated_at, r.experiment_id, r.to_at, r.state,
        coalesce(r.verdict, 'cannot tell yet') as verdict
    from verdict_dates d
    join experiment_results r on r.account_id = d.account_id and r.to_at <= d.evaluated_at
    where r.units = 'weeks' and r.outcome in ('visits', 'sales') and r.matters is not null
),
-- Of experiment_results, supported means that outreach brings more.
decided as (
    select
        account_id, evaluated_at, experiment_id,
        case
            when bool_or(verdict = 'supported') then 'contradicted'
            when bool_and(verdict = 'contradicted') then 'supported'
            when bool_and(verdict = 'no difference that matters') then 'no difference that matters'
            else 'cannot tell yet'
        end as verdict,
        row_number() over (
            partition by account_id, evaluated_at order by to_at desc, experiment_id desc
        ) as nth
    from judged
    group by account_id, evaluated_at, experiment_id, to_at
    having bool_or(state = 'read')
)
select account_id, evaluated_at, experiment_id, verdict
from decided
where nth = 1
