-- From a follow of ours to a follower who engages: the stages with their ranges. One row a stage.
select
    step, stage, of_stage, x, n, published(share, n) as share, published(low, n) as low,
    published(high, n) as high,
    published(range_low, n) as range_low, published(range_high, n) as range_high, note
from funnel
where account_id = getvariable('account')
order by step, stage
