-- Followed, then followed back: from c/(c+n) to (c+u)/(c+u+n). One row a group of months of the attempt, and
-- one of all. All figures are ranges: an attempt of which only a sitting says what came of it counts as
-- unknown, and a rate needs enough of which it is known. Attempts since which nobody looked at the followers
-- are in no figure but `unwatched`.
with
attempts as (
    select date_trunc('month', started_on) as month,
        case when not is_watched then 'unwatched' when is_by_sitting then 'unknown' else outcome end
            as outcome
    from outreach
    where account_id = getvariable('account')
),
grouped as (
    select g.group_from as month, g.group_to as month_to, a.outcome
    from attempts a
    join published_groups g
        on g.account_id = getvariable('account') and g.kind = 'outreach' and g.period = a.month
    union all
    select null, null, outcome from attempts
),
counts as (
    select
        month, month_to, count(*) filter (where outcome <> 'unwatched') as attempts,
        count(*) filter (where outcome = 'unwatched') as unwatched,
        count(*) filter (where outcome = 'followed_back') as followed_back,
        count(*) filter (where outcome = 'unknown') as unknown,
        count(*) filter (where outcome = 'not_yet') as not_yet,
        count(*) filter (where outcome = 'closed_without') as closed_without
    from grouped
    group by month, month_to
)
select
    cast(month as date) as month, cast(month_to as date) as month_to,
    attempts, unwatched, followed_back, unknown, not_yet, closed_without,
    suppressed(followed_back / nullif(attempts - unknown, 0), attempts - unknown) as lowest,
    suppressed((followed_back + unknown) / nullif(attempts, 0), attempts - unknown) as highest,
    suppressed(wilson_low(followed_back, nullif(attempts - unknown, 0)), attempts - unknown) as low,
    suppressed(wilson_high(followed_back + unknown, attempts), attempts - unknown) as high,
    suppressed(wilson_high(followed_back, nullif(attempts - unknown, 0)), attempts - unknown) as high_certain
from counts
order by month nulls first
