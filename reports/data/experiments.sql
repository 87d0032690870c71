-- What each experiment shows, as its plan said beforehand that it would be judged. One row an experiment and
-- outcome.
with sized as (
    select
        *, case units when 'people' then least(known_first, known_second) end as people,
        case units when 'people' then least(chosen_first, chosen_second) end as chosen_people
    from experiment_results
    where account_id = getvariable('account')
)
select
    experiment_id, outcome, units, cast(from_at as date) as from_day, cast(to_at as date) as to_day,
    state, why, matters, drawn_first, drawn_second, known_first, known_second, reached_first, reached_second,
    case when units = 'weeks' then value_first else suppressed(value_first, people) end as value_first,
    case when units = 'weeks' then value_second else suppressed(value_second, people) end as value_second,
    case when units = 'weeks' then difference else suppressed(difference, people) end as difference,
    case when units = 'weeks' then low else suppressed(low, people) end as low,
    case when units = 'weeks' then high else suppressed(high, people) end as high,
    case when units = 'weeks' then p else suppressed(p, people) end as p,
    case when units = 'weeks' then second_difference else suppressed(second_difference, people) end
        as second_difference,
    case when units = 'weeks' then second_low else suppressed(second_low, people) end as second_low,
    case when units = 'weeks' then second_high else suppressed(second_high, people) end as second_high,
    range_low, range_high, chosen_first, chosen_second,
    case when units = 'weeks' then chosen_difference else suppressed(chosen_difference, chosen_people) end
        as chosen_difference,
    case when units = 'weeks' then chosen_low else suppressed(chosen_low, chosen_people) end as chosen_low,
    case when units = 'weeks' then chosen_high else suppressed(chosen_high, chosen_people) end
        as chosen_high,
    verdict, units = 'people' and state = 'read' and is_too_few(people) as is_too_few
from sized
order by
    from_at, experiment_id,
    case outcome
        when 'follows_30' then 1 when 'follows_90' then 2 when 'addressed_30' then 3 when 'visits' then 4
        when 'signups' then 5 when 'sales' then 6 else 7
    end
