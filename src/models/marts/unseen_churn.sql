-- How many people may have followed and unfollowed between two lists, so that no list shows them, by X's own
-- daily counts; one row an account, span and first list.
--
-- span: gap = from one complete list of followers to the next; stretch = over gaps in a row whose days are
--   all counted, with fewer edges and so a better bound
-- from_at, to_at: when the first list was begun and the last one read; lists: complete lists, both included
-- days, counted_days: days of UTC that cover the span, and of these those that X's counts are stored of
-- new_follows, unfollows: X's counts over these days, edge days in; *_between: over the days that lie wholly
--   between the two lists, edge days out. Null, like all below, where a day is not counted
-- arrivals, departures: starts and ends of presence that lists (or events) saw within the span
-- sure_arrivals: of these, those that X must have counted: the first of whoever's account was created
--   within the span, and those whose follow was seen as it happened. The others may be accounts that were
--   suspended or deactivated and came back, in whatever order the list is: whether X counts them is not
--   known
-- sure_departures: likewise: whose profile was active afterwards, or whose unfollow was seen as it happened
-- at_most: at most so many people followed and unfollowed unseen, however X counts suspended and reinstated
--   accounts: the lesser of new_follows - sure_arrivals and unfollows - sure_departures; of a stretch no
--   more than its gaps have together. It is a bound, no estimate and no interval: follows of the edge days
--   that lie outside, and people who left and came back between two lists, are in it as well
-- at_most_as_listed: the same if X counts whoever a list shows newly, and whoever it no longer shows:
--   the lesser of new_follows - arrivals and unfollows - departures
-- at_most_between: at_most of the edge days out, no bound: how much of it the edge days do not explain
-- list_net: by how many the last list is longer; null where the lists are of two sources
-- count_net_least, count_net_most: what it must lie between if X counts as the lists do: new_follows_between
--   - unfollows, and new_follows - unfollows_between
-- is_net_alike: it does, so that nothing speaks against at_most_as_listed
-- is_contradicted: X counted fewer than there surely were: the counts are of another account, or X counts
--   otherwise; then there is no bound
--
-- check: at_most is null or 0 or more
with judged as (
    select
        *,
        least(new_follows - sure_arrivals, unfollows - sure_departures) as alone,
        least(new_follows - arrivals, unfollows - departures) as alone_as_listed
    from count_span_sums
),
together as (
    select
        account_id, stretch, sum(alone) as of_gaps, min(alone) as least_gap,
        sum(alone_as_listed) as of_gaps_as_listed, min(alone_as_listed) as least_gap_as_listed
    from judged
    where span = 'gap' and stretch is not null
    group by account_id, stretch
),
settled as (
    select
        account_id, j.span, j.from_at, j.to_at, j.gaps, j.days, j.counted_days, j.new_follows, j.unfollows,
        j.new_follows_between, j.unfollows_between, j.arrivals, j.departures, j.sure_arrivals,
        j.sure_departures, j.list_net,
        case
            when j.span = 'gap' then j.alone
            when t.least_gap < 0 then t.least_gap
            else least(j.alone, t.of_gaps)
        end as bound,
        case
            when j.span = 'gap' then j.alone_as_listed
            when t.least_gap_as_listed < 0 then t.least_gap_as_listed
            else least(j.alone_as_listed, t.of_gaps_as_listed)
        end as bound_as_listed
    from judged j
    left join together t using (account_id, stretch)
)
select
    account_id, span, from_at, to_at, gaps + 1 as lists, days, counted_days,
    cast(new_follows as bigint) as new_follows, cast(unfollows as bigint) as unfollows,
    cast(new_follows_between as bigint) as new_follows_between,
    cast(unfollows_between as bigint) as unfollows_between,
    arrivals, departures, sure_arrivals, sure_departures,
    cast(case when bound >= 0 then bound end as bigint) as at_most,
    cast(case when bound_as_listed >= 0 then bound_as_listed end as bigint) as at_most_as_listed,
    cast(case
        when bound >= 0 then greatest(
            0, least(bound, new_follows_between - sure_arrivals, unfollows_between - sure_departures)
        )
    end as bigint) as at_most_between,
    list_net,
    cast(new_follows_between - unfollows as bigint) as count_net_least,
    cast(new_follows - unfollows_between as bigint) as count_net_most,
    list_net >= new_follows_between - unfollows and list_net <= new_follows - unfollows_between
        as is_net_alike,
    bound < 0 as is_contradicted
from settled
order by account_id, span, from_at
