-- The account's figures without the followers of each campaign, and of each place of finding. One row a
-- group and figure. Figures without a group are hidden where fewer than 30 people are left out, for they
-- would tell of those, or left; and of the campaigns of a place one more where those with fewer than 30 are
-- fewer than 30 together, for the place beside the others would tell of those.
with named as (
    select
        w.*, coalesce(c.name, w.left_out) as name,
        case when c.place_kind is not null then sum(w.left_out_people) over (
            partition by w.kind, c.place_kind, w.figure order by w.left_out_people, w.left_out
            rows between unbounded preceding and 1 preceding
        ) end as smaller
    from what_if w
    left join campaign_costs c
        on c.account_id = w.account_id and w.kind = 'campaign' and c.campaign_id = w.left_out
    where w.account_id = getvariable('account') and w.kind <> 'nothing'
),
judged as (
    select
        *,
        case
            when not is_too_few(left_out_people) and (coalesce(smaller, 0) = 0 or not is_too_few(smaller))
                then people
        end as shown_people
    from named
)
select
    kind, name as left_out, figure, left_out_people, unsure, people,
    suppressed(with_all, people + left_out_people) as with_all, suppressed(value, shown_people) as value,
    suppressed(low, shown_people) as low, suppressed(high, shown_people) as high
from judged
order by
    case kind when 'place_kind' then 1 else 2 end, name,
    case figure when 'engaged_30' then 1 when 'retained_90' then 2 when 'mentions' then 3 else 4 end
