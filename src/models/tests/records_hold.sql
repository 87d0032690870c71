-- What records say of those who follow now is said once and wholly; one row a broken rule and account.
select 'present_routes' as broken, account_id
from present_routes
group by account_id
having count(*) <> count(distinct user_id)
    or bool_or(route is null or route not in ('followback', 'organic', 'unknown'))
    or bool_or((route = 'unknown') <> (unknown_because is not null))
    or bool_or(route_basis not in ('looks', 'records'))
    or bool_or(followed_after > followed_before)
union all
select 'survivor_retention', account_id
from survivor_retention
where still_there > people
union all
select 'present_engagement', account_id
from present_engagement
where acted > acted_any or acted_any > people
union all
select 'record_dates', account_id
from record_dates
where disagreeing > dated or told_disagreeing > told or dated + told > records
union all
select 'departures', account_id
from departures
where cause is null
