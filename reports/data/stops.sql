-- Why snapshots of this account ended before they were whole. One row a reason, the most frequent first. X's
-- own words stay behind: they may name an app or an account.
with
named as (
    select
        taken_at,
        case
            when reason like '--max-cost%' then 'budget'
            when reason like 'interrupted%' then 'interrupted'
            when reason like 'X answered 402%' then 'no_credits'
            when regexp_matches(reason, '^X answered 403.*spend(ing)? cap', 'i') then 'spending_cap'
            when reason like 'X answered 401%' or reason like '%run followback login%'
                or reason like '%log in again%' or reason like '%another login%'
                then 'login'
            when regexp_matches(reason, '^X (answered 5|cannot be reached|did not finish)')
                or reason like 'X''s answer broke%' then 'unreachable'
            else 'refused'
        end as reason
    from stops
    where account_id = getvariable('account')
)
select reason, count(*) as snapshots, max(taken_at) as last_taken_at
from named
group by reason
order by snapshots desc, reason
