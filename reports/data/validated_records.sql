-- What routes by the records of one snapshot are worth in simulated brands. One row a kind of brands and
-- people: everyone present, and of them those whom the brand follows too; none where it was not worked out.
with
brands as (
    select v.date as worked_out, v.seed, v.habits, unnest(v.groups) as own from validation v
),
judged as (
    select *, 'present' as people_of, own.records.present as counted from brands
    union all
    select *, 'mutual', own.records.mutual from brands
)
select
    worked_out, cast(seed as integer) as seed, own.brands as brands, cast(own.worlds as integer) as worlds,
    people_of as whom, counted."right".n as people, counted."right".x as "right", counted.wrong.x as wrong,
    counted."unknown".x as unknown, habits.refollows as refollows, habits."doublePresses" as double_presses,
    habits.backdated as backdated
from judged
where counted."right".n > 0
order by own.keeping, people_of desc
