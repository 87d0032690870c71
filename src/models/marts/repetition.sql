-- Signs that arrivals are a routine: how fast people followed back, what profiles say of following back, and
-- who leaves when the account stops following them; one row an account, sign, group and number of days.
--
-- sign: answered = of those who followed back, they who did so within `days` of the account's follow (1, 3,
--   7); marked = of those with a profile text at first sight, they who say in it that they seek followbacks
--   (days is 0), see profile_marks; left_after = who left within `days` (14) after the account stopped
--   following them; left_meanwhile = of all stretches of so many days in which the account went on following
--   someone, those that ended with that person leaving. Closed profiles did not choose to leave
-- who: all for answered, else the route
-- people: whom n is of: somebody may have been followed, or unfollowed, more than once, and stretches follow
--   each other
-- x_certain, x_at_most, n: how many certainly and at most, of how many. answered: whoever is known by a
--   sitting alone to have followed back is left out. left_after: people who may have left before the
--   account unfollowed them count in n, and in x_at_most if they left in time. left_meanwhile: whom the
--   account may have stopped following before they left count in n and in x_at_most
-- n_unknown: of answered, attempts of which nobody knows whether they were answered, left out of n: quick
--   answers are often among them
-- share_certain, share_at_most: of n
-- low, high: the 95 % interval's ends, the low end of the certain share and the high end of the other
--
-- check: x_certain <= x_at_most
-- check: x_at_most <= n
-- check: people <= n
with answer_ages as (
    select prompt_days() as days union all select few_days() union all select soon_days()
),
answers as (
    select
        account_id, d.days,
        count(
            distinct case when o.outcome = 'followed_back' and not o.is_by_sitting then o.user_id end
        ) as people,
        count(*) filter (
            where o.outcome = 'followed_back' and not o.is_by_sitting and o.latency_max_days <= d.days
        ) as x_certain,
        count(*) filter (
            where o.outcome = 'followed_back' and not o.is_by_sitting and o.latency_min_days <= d.days
        ) as x_at_most,
        count(*) filter (where o.outcome = 'followed_back' and not o.is_by_sitting) as n,
        count(*) filter (where o.outcome = 'unknown' or o.is_by_sitting) as n_unknown
    from outreach o
    cross join answer_ages d
    group by account_id, d.days
),
signs as (
    select
        account_id, 'answered' as sign, 'all' as who, days, people, x_certain, x_at_most, n, n_unknown
    from answers
    union all
    select account_id, 'marked', route, 0, profiles, marked, marked, profiles, 0 from profile_marks
    union all
    select account_id, sign, who, fortnight_days(), people, x_certain, x_at_most, n, 0
    from leaving_after_unfollow
)
select
    account_id, sign, who, days, people, x_certain, x_at_most, n, n_unknown,
    share_of(x_certain, n) as share_certain, share_of(x_at_most, n) as share_at_most,
    wilson_low(x_certain, n) as low, wilson_high(x_at_most, n) as high
from signs
order by account_id, sign, who, days
