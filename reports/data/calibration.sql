-- How often intervals held the truth in simulated brands. One row a cadence and figure; none where it was not worked out.
select cadence, worked_out, figure, worlds, covered, least
from calibration
where worlds > 0
order by cadence, figure
