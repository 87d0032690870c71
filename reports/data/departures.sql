-- Why followers are gone, week by week. One row a week and cause; one without a cause where too few followed
-- in that week to split them.
with
weeks as (
    select week, cause, spells as people
    from departures
    where account_id = getvariable('account') and direction = 'inbound'
),
followers_of as (
    select w.week, count(*) as members
    from (select distinct week from weeks) w
    join spells s
        on s.account_id = getvariable('account') and s.direction = 'inbound'
        and s.start_before < w.week + interval 7 days and coalesce(s.end_before >= w.week, true)
    group by w.week
)
select w.week, suppressed(w.cause, f.members) as cause, sum(w.people) as people
from weeks w
join followers_of f using (week)
group by 1, 2
order by w.week, cause
