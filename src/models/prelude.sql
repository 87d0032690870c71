-- The prelude: scalar macros for what engines write differently (date arithmetic, intervals of a proportion)
-- and the numbers that several models share, so that the models themselves stay plain SQL. On another engine
-- these few are rewritten, and nothing else.

-- A double to so many places, as binary numbers are: Spark's own round goes by the shortest decimals.
create or replace macro rounded(x, places) as round(x, places);

-- Days from a to b, with fractions; null where either is null.
create or replace macro days_between(a, b) as (epoch_us(b) - epoch_us(a)) / 86400000000.0::double;

-- An instant so many days later.
create or replace macro days_after(t, days) as t + to_seconds(days * 86400);

-- The date that a window of no more than a date means; null of any other window. A day has 23 to 25 hours,
-- and 50 where its zone is not known. An hour and a half after its middle it is that date in UTC too, from
-- Hawaii, 10 hours behind, to New Zealand in summer, 13 ahead.
create or replace macro bare_date(a, b) as case
    when 24 * days_between(a, b) >= 22.9 and 24 * days_between(a, b) <= 50.1
        then cast(days_after(a, days_between(a, b) / 2 + 0.0625) as date)
end;

-- The calendar month, and the ISO week (its Monday), of an instant. UTC.
create or replace macro month_of(t) as cast(date_trunc('month', t) as date);
create or replace macro week_of(t) as cast(date_trunc('week', t) as date);

-- Whole weeks between two Mondays, as stored by week_of.
create or replace macro weeks_between(a, b) as cast(datediff('day', a, b) // 7 as integer);

-- Days from one date to another, whole.
create or replace macro dates_apart(a, b) as datediff('day', a, b);

-- The instant at which the day, the ISO week or the quarter of an instant began. UTC.
create or replace macro day_start(t) as date_trunc('day', t);
create or replace macro week_start(t) as date_trunc('week', t);
create or replace macro quarter_start(t) as date_trunc('quarter', t);

-- The Monday of an ISO week by its name, 2026-W05.
create or replace macro monday_of(week) as cast(strptime(concat(week, '-1'), '%G-W%V-%u') as date);

-- One row an element of a list. Lists to make rows of: the numbers from a to b; the instants from a on, up
-- to b at most, so far apart; empty where b comes before a.
create or replace macro explode(elements) as unnest(elements);
create or replace macro numbers_up_to(a, b) as range(a, b + 1);
create or replace macro days_up_to(a, b) as generate_series(a, b, interval 1 day);
create or replace macro weeks_up_to(a, b) as generate_series(a, b, interval 7 days);
create or replace macro quarters_up_to(a, b) as generate_series(a, b, interval 3 months);

-- How often b goes into a, whole; both are positive.
create or replace macro whole_part(a, b) as a // b;

-- An integer before it is summed up where the sum may need more than 64 bits.
create or replace macro wide(x) as x;

-- An instant with the snapshot that tells it, to take the latest or the earliest of: by time, then by name.
-- One that is not known counts as the latest.
create or replace macro sighting(instant, id, is_exact) as
    {'is_unknown': instant is null, 'at': instant, 'id': id, 'is_exact': is_exact};

-- A date so many days later.
create or replace macro day_after(d, days) as cast(d + cast(days as integer) as date);

-- A name without the differences that people make in writing it: case, space, and how letters are put
-- together. The same as campaignIdOf of src/snapshots/tables.ts, which makes the ids of campaigns.
create or replace macro plain_name(name) as
    replace(lower(trim(regexp_replace(nfc_normalize(name), '[\s\v\p{Z}\x{feff}]+', ' ', 'g'))), 'ς', 'σ');

-- Whether an instant is a date at all: bare steps are stored from 1970-01-01, and nobody followed anybody
-- before their network began.
create or replace macro is_date(t, network_began_at) as t >= network_began_at;

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

-- The numbers that several models share; those that pages name too stand in
-- reports/components/thresholds.ts as well.
-- Engaged is who acts within so many days of first sight; retained is who still follows after so many.
create or replace macro engaged_days() as 30;
create or replace macro retained_days() as 90;
-- The youngest age at which retention is shown: lists read once a week place nothing finer.
create or replace macro youngest_retained_days() as 30;
-- The first and the last of the ages at which engagement is counted: soon_days, engaged_days, late_days.
-- What had happened soon is also asked of answers to a follow, and of people by landmarks.
create or replace macro soon_days() as 7;
create or replace macro late_days() as 90;
-- Within so many days a follow by the account counts as answered, beside soon and at all.
create or replace macro answered_days() as 30;
-- Follows by the account of one person, each within so many days of the one before, are one attempt.
create or replace macro one_attempt_days() as 90;
-- So long after a landmark it is asked who was retained.
create or replace macro days_after_landmark() as 60;
-- An act so many days after the account turned to somebody may have come of that.
create or replace macro prompted_days() as 7;
-- A post that is older than this gets hardly any more interactions: none are missed without another poll.
create or replace macro post_interactions_days() as 7;
-- Who was there within so many days before the end of the data belongs to the community.
create or replace macro community_days() as 90;
-- The ages at which retention is looked at.
create or replace macro retained_ages() as [
    7, 14, youngest_retained_days(), 60, retained_days(), 120, 150, 180, 270, 365, 455
];
-- A list tells of an age if it lies no further from it than this, and than an eighth of the age.
create or replace macro near_list_days() as 3.5::double;
create or replace macro tolerance_days(age) as least(near_list_days(), age / 8.0);
-- A follow by the account that ended at most so many days before theirs began still makes them a followback.
create or replace macro dropped_follow_counts_days() as 30;
-- The longest time between two lists of whom the account follows that still shows who followed first.
create or replace macro longest_following_gap_days() as 45;
-- Whoever stands in a list no later than so many days after first sight by an event is in a cohort: whom it
-- first shows later had to stay that long to be in it.
create or replace macro longest_unlisted_days() as 14;
-- First sight that may lie anywhere in more days than these does not tell the month, or the week.
create or replace macro month_days() as 30;
create or replace macro week_days() as 7;
-- An arrival whose window is no wider than this is placed on the day of first sight.
create or replace macro placed_days() as 1.25::double;
-- Days on which, and in so many days before which, the account did not reach out are quiet.
create or replace macro quiet_days() as 3;
-- The ages at which answers of someone who followed back, and leaving after an unfollow, are counted.
create or replace macro prompt_days() as 1;
create or replace macro few_days() as 3;
create or replace macro fortnight_days() as 14;
-- So many days after the Monday of a week, everybody first seen in it has been looked at for their
-- interests, if ever: seven days of first sights, and looks up to the end of the day on which 37 whole days
-- have passed since.
create or replace macro interest_due_days() as 45;
-- The smallest group of people whose rates are published.
create or replace macro smallest_group() as 30;

-- The youngest of the ages at which engagement is counted that an age has not passed; null where it has
-- passed all.
create or replace macro engagement_age(age) as
    case
        when age <= soon_days() then soon_days()
        when age <= engaged_days() then engaged_days()
        when age <= late_days() then late_days()
    end;

-- A proportion rounded to 10 places, null over nothing.
create or replace macro share_of(x, n) as case when n > 0 then round(x::double / n, 10) end;

-- The normal quantiles of 95 % and 99 % intervals.
create or replace macro z_95() as 1.959963984540054::double;
create or replace macro z_99() as 2.5758293035489004::double;

-- Wilson's interval of x out of n (Wilson 1927; Brown, Cai, DasGupta 2001) at the level of z. The ends are
-- exact where
-- nobody or everybody did it. Anything may be over nothing: 0 to 1.
create or replace macro wilson_centre(x, n, z) as (x::double / n + z * z / 2 / n) / (1 + z * z / n);
create or replace macro wilson_half(x, n, z) as
    z * sqrt((x::double / n) * (1 - x::double / n) / n + z * z / 4 / (n::double * n)) / (1 + z * z / n);
create or replace macro wilson_low_at(x, n, z) as
    case when n <= 0 or x <= 0 then 0.0::double else greatest(0.0::double, wilson_centre(x, n,
        z) - wilson_half(x, n, z)) end;
create or replace macro wilson_high_at(x, n, z) as
    case when n <= 0 or x >= n then 1.0::double else least(1.0::double, wilson_centre(x, n, z)
        + wilson_half(x, n, z)) end;

-- The same at 95 %, rounded to 10 places, null over nothing.
create or replace macro wilson_low(x, n) as case when n > 0 then round(wilson_low_at(x, n, z_95()), 10) end;
create or replace macro wilson_high(x, n) as case when n > 0 then round(wilson_high_at(x, n, z_95()),
    10) end;

-- Newcombe's interval of the difference x1 / n1 - x2 / n2 (Newcombe 1998, method 10: a hybrid of two Wilson
-- intervals) at
-- the level of z, rounded to 10 places, null where a group is empty.
create or replace macro difference_of(x1, n1, x2, n2) as
    case when n1 > 0 and n2 > 0 then round(x1::double / n1 - x2::double / n2, 10) end;
create or replace macro newcombe_low(x1, n1, x2, n2, z) as
    case
        when n1 > 0 and n2 > 0
        then round(greatest(-1.0::double, x1::double / n1 - x2::double / n2 - sqrt(
            power(x1::double / n1 - wilson_low_at(x1, n1, z), 2) + power(wilson_high_at(x2, n2,
                z) - x2::double / n2, 2)
        )), 10)
    end;
create or replace macro newcombe_high(x1, n1, x2, n2, z) as
    case
        when n1 > 0 and n2 > 0
        then round(least(1.0::double, x1::double / n1 - x2::double / n2 + sqrt(
            power(wilson_high_at(x1, n1, z) - x1::double / n1, 2)
                + power(x2::double / n2 - wilson_low_at(x2, n2, z), 2)
        )), 10)
    end;

-- The order of what was seen of a follow at one and the same instant: what only bounds a start comes before
-- what shows the follow, and what ends it comes after.
create or replace macro rank_at_instant(seen) as
    case seen
        when 'missing_before' then 1 -- no list before it had them
        when 'not_yet_followed' then 2 -- the window of a follow opens
        when 'followed' then 3 -- a follow, by its event
        when 'missing_then' then 4 -- X said that they do not follow, or its list lacked them
        when 'listed' then 5 -- a list or X's answer had them
        when 'still_followed' then 6 -- an unfollow says that they had followed until then
        when 'unfollowed' then 7 -- an unfollow, by its event
        when 'missing_after' then 8 -- the next complete list lacked them
        when 'followed_again' then 9 -- a follow after an unfollow of the same window, see refollows
    end;

-- Whether an id stands in for somebody of whom only the name is known; ids of networks are positive.
create or replace macro is_stand_in(id) as id < 0;

-- The key of a record and the time that the record claims are taken to agree within so many minutes, by
-- which clocks of clients and servers differ.
create or replace macro record_agreement_minutes() as 2;
-- Of records that were not asked for their time the key alone is believed where, of at least so many that
-- were asked, at most such a share disagrees, by the upper end of the 95 % interval.
create or replace macro least_dated_records() as 300;
create or replace macro most_wrong_keys() as 0.02::double;
-- An instant so many minutes later.
create or replace macro minutes_after(t, minutes) as t + to_seconds(minutes * 60);
