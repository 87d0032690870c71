-- What the routes of simulated brands with dated follows are worth that lists give. One row a kind of brands
-- and schedule; none where it was not worked out.
with
brands as (
    select v.date as worked_out, v.seed, unnest(v.groups) as own from validation v
),
judged as (
    select
        worked_out, seed, own.keeping as keeping, own.brands as brands, own.worlds as worlds,
        unnest(own.results) as result
    from brands
)
select
    worked_out, cast(seed as integer) as seed, brands, cast(worlds as integer) as worlds,
    result.schedule as schedule, result.days as days, result.came as came,
    result."provedRight".x as proved_right, result."provedWrong" as proved_wrong,
    result."unseenRight".x as unseen_right, result."unseenWrong".x as unseen_wrong,
    result."unknown".x as unknown, result."middleOffHours" as middle_off_hours,
    result.ranges.x as ranges_held, result.ranges.n as ranges
from judged
where result.came > 0
order by keeping, case result.schedule when 'hourly' then 0 when 'daily' then 1 else 2 end
