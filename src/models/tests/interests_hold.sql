-- Shares of the sample lie inside their intervals, parts add up to no more than their whole, and nobody is
-- looked at beyond their stratum; one row a figure that breaks this.
select account_id, 'interests' as mart, concat(route, ', ', period) as cell
from interests
where matched > people or share < low or share > high or difference < difference_low
    or difference > difference_high or effective_people > people * 1.000001 or not_observable_share > 1
union all
select account_id, 'interest_cells', concat(stratum, ', ', period, ', ', route)
from interest_cells
where matched > people or people + not_observable > sampled or sampled > stratum_people or pairs > people
    or pairs_both > least(pairs_before, pairs_after)
