-- What is counted out of something is never more than it; one row a cohort and age that breaks this.
select account_id, period, route, cohort, age_days from cohort_retention
where retained > size or size > members or share < low or share > high or retained_maybe > size_maybe
    or size_maybe > size or retained_sitting > size_sitting or size_sitting > size
union all
select account_id, period, route, cohort, age_days
from cohort_engagement
where engaged > engaged_at_most or engaged > engaged_with_likes or engaged_at_most > size or size > members
    or share < low or share > high
    or engaged_maybe > size_maybe or size_maybe > size
    or engaged_sitting > size_sitting or size_sitting > size
