-- What experiments were planned to measure; one row an account, experiment and outcome.
--
-- units: people or weeks; outcome: follows_30, follows_90, addressed_30; visits, signups, sales,
--   organic
-- matters: the smallest difference worth acting on, fixed in the plan: points of a hundred people, or
--   results a week; null where none was given
-- from_at, to_at: the first day, and the first day after the last outcome
--
-- check: an outcome stands once an experiment
select
    account_id, experiment_id, units, outcome, cast(matters as double) as matters,
    "from" as from_at, "to" as to_at
from raw.experiments
