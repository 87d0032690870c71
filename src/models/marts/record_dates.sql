-- What the records of follows say of their times, on networks that have them; one row an account.
--
-- records: records ever named; dated: those asked what time they claim, and claiming one
-- disagreeing: of these, whose key says another time, or none: shown, and never used
-- told, told_disagreeing: the same of records of which a notification told what time they claim
-- disagreeing_high: the upper end of the 95 % interval of their share
-- is_key_enough: of a record that was not asked its key counts, because at least 300 were and at most 2 %
--   can be wrong
-- replaced: records that took the place of another one of the same follow, which is no proof of an
--   unfollow
-- met_late: people whom the first lists had lost, perhaps: their start is not known
--
-- check: disagreeing <= dated, told_disagreeing <= told, dated + told <= records
with counted as (
    select
        account_id, count(*) as records, count(*) filter (where is_replaced) as replaced,
        count(*) filter (where is_met_late and direction = 'inbound') as met_late
    from follow_records
    group by account_id
)
select
    c.account_id, c.records, t.dated, t.disagreeing, t.told, t.told_disagreeing,
    wilson_high(t.disagreeing, t.dated) as disagreeing_high, t.is_key_enough, c.replaced, c.met_late
from counted c
join record_trust t using (account_id)
order by c.account_id
