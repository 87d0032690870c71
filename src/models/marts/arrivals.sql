-- How evenly followers arrived over the days of a week; one row an account, week, kind of days, way of
-- counting the unknown and route.
--
-- week: its Monday; only weeks of which all seven days were watched, see watched_days
-- days_of: all = all seven days; quiet = those on which, and in the three days before which, the account did
--   not reach out
-- unknown_as: how the unknown are counted. left_out = not at all; followback = those who may be followbacks
--   as such; organic = all as organic; without_sittings = left out, and so is whoever's route rests on a
--   sitting alone, who under followback and organic counts as an unknown. Unknowns who cannot be followbacks
--   are organic wherever they are counted. Ways that differ from left_out nowhere in an account are not
--   there
-- route: followback, organic, and under left_out unknown
-- days, people, squares: days counted, first follows first seen on them, and the sum of the squares of each
--   day's number. Only people whose start is known to within 30 hours can be placed on a day
-- people_maybe: of route unknown, those of them who may be followbacks; people_sitting: of routes followback
--   and organic, those of them whose route rests on a sitting alone. Both under left_out, else 0
-- unevenness: (s² - m) / m² of the daily numbers, s² their variance, m their mean: about 0 where people
--   come independently of each other, above in bursts, below where they come too evenly. Null where m is
--   below 1 or fewer than two days are left
--
-- check: people <= squares
-- check: unevenness is at least -1
with kinds as (
    select account_id, week, day, 'all' as days_of from arrival_days
    union all
    select account_id, week, day, 'quiet' from arrival_days where is_quiet
),
weeks as (
    select account_id, week, days_of, count(*) as days from kinds group by account_id, week, days_of
),
present as (
    select distinct account_id, unknown_as, route from arrival_counts
),
counted as (
    select
        account_id, k.week, k.days_of, d.unknown_as, d.route,
        cast(sum(d.people) as bigint) as people,
        cast(sum(d.people * d.people) as bigint) as squares,
        cast(sum(d.people_maybe) as bigint) as people_maybe,
        cast(sum(d.people_sitting) as bigint) as people_sitting
    from kinds k
    join arrival_counts d using (account_id, day)
    group by account_id, k.week, k.days_of, d.unknown_as, d.route
),
filled as (
    select
        account_id, w.week, w.days_of, p.unknown_as, p.route, w.days,
        coalesce(c.people, 0) as people, coalesce(c.squares, 0) as squares,
        coalesce(c.people_maybe, 0) as people_maybe, coalesce(c.people_sitting, 0) as people_sitting
    from weeks w
    join present p using (account_id)
    left join counted c using (account_id, week, days_of, unknown_as, route)
)
select
    account_id, week, days_of, unknown_as, route, days, people, squares, people_maybe,
    people_sitting,
    case
        when days > 1 and people >= days
        then rounded(
            cast(days * (days * squares - people * people) as double)
                / nullif((days - 1) * people * people, 0)
                - cast(days as double) / nullif(people, 0),
            10
        )
    end as unevenness
from filled
order by account_id, week, days_of, unknown_as, route
