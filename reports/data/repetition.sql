-- Signs that arrivals are a routine: quick answers, profiles that seek followbacks, leaving after an
-- unfollow. One row a sign, group and number of days.
with
groups(who, nth) as (
    values ('all', 0), ('followback', 1), ('organic', 2), ('unknown', 3), ('pre_existing', 4)
)
select
    r.sign, who, r.days, r.n, r.n_unknown,
    suppressed(r.x_certain, r.people) as x_certain, suppressed(r.x_at_most, r.people) as x_at_most,
    suppressed(r.share_certain, r.people) as share_certain,
    suppressed(r.share_at_most, r.people) as share_at_most,
    suppressed(r.low, r.people) as low, suppressed(r.high, r.people) as high
from repetition r
join groups g using (who)
where r.account_id = getvariable('account')
order by r.sign, g.nth, r.days
