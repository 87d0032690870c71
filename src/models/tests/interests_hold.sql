-- Shares of the sample lie inside their intervals, and parts add up to no more than their whole; one row a
-- figure that breaks this.
select account_id, 'interests' as mart, concat(route, ', ', period) as cell
from interests
where matched > people or share < low or share > high or difference < difference_low
    or difference > difference_high or effective_people > people * 1.000001 or not_observable_share > 1
