-- From a follow of ours to a follower who engages: the stages with their ranges. One row a stage.
select
    step, stage, of_stage, case when of_stage is null then x else suppressed(x, n) end as x, n,
    suppressed(share, n) as share, suppressed(low, n) as low,
    suppressed(high, n) as high,
    suppressed(range_low, n) as range_low, suppressed(range_high, n) as range_high, note
from funnel
where account_id = getvariable('account')
order by step, stage
