-- The account's figures without the followers of each campaign, and of each place of finding. One row a
-- group and figure.
select
    kind, left_out, figure, left_out_people, unsure, people, suppressed(value, people) as value,
    suppressed(low, people) as low, suppressed(high, people) as high,
    case when kind = 'nothing' or not is_too_few(left_out_people) then suppressed(difference, people) end
        as difference
from what_if
where account_id = getvariable('account')
order by
    case kind when 'nothing' then 1 when 'campaign' then 2 else 3 end, left_out,
    case figure when 'engaged_30' then 1 when 'retained_90' then 2 when 'mentions' then 3 else 4 end
