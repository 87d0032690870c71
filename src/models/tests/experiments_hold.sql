-- Of an experiment each outcome stands once, no experiment lies in the time of another, and figures lie
-- inside their bounds; one row a rule that an experiment breaks.
select account_id, experiment_id, 'an outcome stands once' as rule
from experiment_results
group by account_id, experiment_id, outcome
having count(*) > 1
union all
select distinct a.account_id, a.experiment_id, 'one at a time'
from experiment_results a
join experiment_results b using (account_id)
where a.experiment_id <> b.experiment_id and a.from_at < b.to_at and b.from_at < a.to_at
union all
select account_id, experiment_id, 'figures lie inside their bounds'
from experiment_results
where known_first > drawn_first or known_second > drawn_second or reached_first > drawn_first
    or reached_second > drawn_second or (difference is not null) <> (state = 'read')
    or difference < low or difference > high or chosen_difference < chosen_low
    or chosen_difference > chosen_high or difference < range_low or difference > range_high
