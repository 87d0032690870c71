-- The instants at which verdicts may move: every calendar quarter end an account was watched through, and
-- one row an account and quarter end.
--
-- evaluated_at: the midnight that begins the next quarter
--
-- check: evaluated_at is the first of January, April, July or October
with watched as (
    select account_id, min(taken_at) as first_at, max(taken_at) as last_at
    from lists
    where direction = 'inbound'
    group by account_id
)
select account_id, evaluated_at
from (
    select
        account_id, first_at, explode(quarters) as evaluated_at
    from (
        select account_id, first_at, quarters_up_to(quarter_start(first_at), last_at) as quarters
        from watched
    ) w
) q
where evaluated_at > first_at
