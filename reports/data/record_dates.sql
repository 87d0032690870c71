-- How far the dates of follows can be believed. One row, none where follows are no records.
select
    records, dated, disagreeing, told, told_disagreeing, disagreeing_high, is_key_enough, replaced, met_late
from record_dates
where account_id = getvariable('account')
