-- How often intervals held the truth in simulated brands. One row a schedule and figure; none where it was
-- not worked out.
select
    schedule, worked_out, cast(seed as integer) as seed, cast(people as integer) as people, figure, worlds,
    covered, least
from calibration
where worlds > 0
order by
    case when figure like 'naive%' then 2 when figure like 'range%' then 1 else 0 end,
    case schedule when 'heads' then 0 when 'daily' then 1 when 'weekly' then 2 else 3 end,
    figure
