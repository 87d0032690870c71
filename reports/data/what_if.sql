-- The account's figures without the followers of each campaign, and of each place of finding. One row a
-- group and figure. Figures without a group are hidden where fewer than 30 people are left out, for they
-- would tell of those, or left.
select
    w.kind, coalesce(c.name, w.left_out) as left_out, figure, left_out_people, unsure, people,
    suppressed(with_all, people + left_out_people) as with_all,
    case when not is_too_few(left_out_people) then suppressed(value, people) end as value,
    case when not is_too_few(left_out_people) then suppressed(low, people) end as low,
    case when not is_too_few(left_out_people) then suppressed(high, people) end as high
from what_if w
left join campaign_costs c
    on c.account_id = w.account_id and w.kind = 'campaign' and c.campaign_id = w.left_out
where w.account_id = getvariable('account') and w.kind <> 'nothing'
order by
    case w.kind when 'place_kind' then 1 else 2 end, left_out,
    case figure when 'engaged_30' then 1 when 'retained_90' then 2 when 'mentions' then 3 else 4 end
