-- The prelude: scalar macros for what engines write differently (date arithmetic, intervals of a
-- proportion), so that the models themselves stay plain SQL. On another engine these few are rewritten, and
-- nothing else.

-- Days from a to b, with fractions; null where either is null.
create or replace macro days_between(a, b) as (epoch_us(b) - epoch_us(a)) / 86400000000.0::double;

-- An instant so many days later.
create or replace macro days_after(t, days) as t + to_seconds(days * 86400);

-- The calendar month, and the ISO week (its Monday), of an instant. UTC.
create or replace macro month_of(t) as cast(date_trunc('month', t) as date);
create or replace macro week_of(t) as cast(date_trunc('week', t) as date);

-- Whole weeks between two Mondays, as stored by week_of.
create or replace macro weeks_between(a, b) as cast(datediff('day', a, b) // 7 as integer);

-- Whether an instant is a date at all: bare steps are stored from 1970-01-01, and nobody followed anybody
-- before the first post of 2006-03-21.
create or replace macro is_date(t) as t >= timestamp '2006-03-21 00:00:00';

-- Where an act lies about a spell: 1 inside, 2 in the window of its start, 3 in that of its end, 4 after it,
-- 5 before it.
create
    or replace macro place_of(acted_after, acted_before, start_after, start_before, end_after, end_before) as
    case
        when acted_after >= start_before and (end_before is null or acted_before <= end_after) then 1
        when acted_before > start_after and acted_after < start_before then 2
        when start_after is null and acted_after < start_before then 2
        when acted_before > end_after and acted_after < end_before then 3
        when acted_after >= end_before then 4
        else 5
    end;

-- A proportion rounded to 10 significant digits, null over nothing.
create or replace macro share_of(x, n) as case when n > 0 then round(x::double / n, 10) end;

-- Wilson's 95 % interval of x out of n (Wilson 1927; Brown, Cai, DasGupta 2001), null over nothing.
create
    or replace macro wilson_centre(x, n) as (
        x::double / n + 1.9207294103470907 / n
    ) / (1 + 3.8414588206941813 / n);
create or replace macro wilson_half(x, n) as
    1.959963984540054 * sqrt(
        (x::double / n) * (1 - x::double / n) / n + 0.9603647051735453 / (n::double * n)
    )
    / (1 + 3.8414588206941813 / n);
create or replace macro wilson_low(x, n) as
    case when n > 0 then round(greatest(0.0::double, wilson_centre(x, n) - wilson_half(x, n)), 10) end;
create or replace macro wilson_high(x, n) as
    case when n > 0 then round(least(1.0::double, wilson_centre(x, n) + wilson_half(x, n)), 10) end;

-- The order of what was seen of a follow at one and the same instant: what only bounds a start comes before
-- what shows the follow, and what ends it comes after.
create or replace macro rank_at_instant(seen) as
    case seen
        when 'missing_before' then 1 -- no list before it had them
        when 'not_yet_followed' then 2 -- the window of a follow opens
        when 'followed' then 3 -- a follow, by its event
        when 'missing_then' then 4 -- X said that they do not follow, or its list lacked them
        when 'listed' then 5 -- a list or X's answer had them
        when 'missing_after' then 6 -- the next complete list lacked them
        when 'still_followed' then 7 -- an unfollow says that they had followed until then
        when 'unfollowed' then 8 -- an unfollow, by its event
    end;
