-- The prelude as Spark's own SQL functions: the same names, parameters and meanings as in
-- src/models/prelude.sql, which explains them. Spark's functions have types; instants are timestamps without
-- a zone, and the session is in UTC. Spark 4 is the oldest that has such functions.

create or replace temporary function rounded(x double, places int) returns double
    return round(x * power(10.0d, places)) / power(10.0d, places);
create or replace temporary function days_between(a timestamp_ntz, b timestamp_ntz) returns double
    return (unix_micros(cast(b as timestamp_ltz)) - unix_micros(cast(a as timestamp_ltz))) / 86400000000.0d;
create or replace temporary function epoch_us(t timestamp_ntz) returns bigint
    return unix_micros(cast(t as timestamp_ltz));
create or replace temporary function days_after(t timestamp_ntz, days double) returns timestamp_ntz
    return cast(
        timestamp_micros(unix_micros(cast(t as timestamp_ltz)) + cast(round(days * 86400000000) as bigint))
        as timestamp_ntz
    );
create or replace temporary function bare_date(a timestamp_ntz, b timestamp_ntz) returns date return case
    when 24 * days_between(a, b) >= 22.9 and 24 * days_between(a, b) <= 50.1
        then cast(days_after(a, days_between(a, b) / 2 + 0.0625) as date)
end;
create or replace temporary function month_of(t timestamp_ntz) returns date
    return cast(date_trunc('month', t) as date);
create or replace temporary function week_of(t timestamp_ntz) returns date
    return cast(date_trunc('week', t) as date);
create or replace temporary function weeks_between(a date, b date) returns int
    return cast(floor(datediff(b, a) / 7) as int);
create or replace temporary function day_after(d date, days int) returns date return date_add(d, days);
create or replace temporary function plain_name(name string) returns string
    return replace(lower(trim(regexp_replace(name, '[\\s\\x0B\\p{Z}\\x{feff}]+', ' '))), 'ς', 'σ');
create or replace temporary function is_date(t timestamp_ntz, network_began_at timestamp_ntz) returns boolean
    return t >= network_began_at;
create or replace temporary function place_of(
    acted_after timestamp_ntz, acted_before timestamp_ntz, start_after timestamp_ntz,
    start_before timestamp_ntz, end_after timestamp_ntz, end_before timestamp_ntz
) returns int
    return case
        when acted_after >= start_before and (end_before is null or acted_before <= end_after) then 1
        when acted_before > start_after and acted_after < start_before then 2
        when start_after is null and acted_after < start_before then 2
        when acted_before > end_after and acted_after < end_before then 3
        when acted_after >= end_before then 4
        else 5
    end;
create or replace temporary function record_agreement_minutes() returns int return 2;
create or replace temporary function least_dated_records() returns int return 300;
create or replace temporary function most_wrong_keys() returns double return 0.02d;
create or replace temporary function minutes_after(t timestamp_ntz, minutes double) returns timestamp_ntz
    return days_after(t, minutes / 1440);
create or replace temporary function engaged_days() returns int return 30;
create or replace temporary function retained_days() returns int return 90;
create or replace temporary function youngest_retained_days() returns int return 30;
create or replace temporary function soon_days() returns int return 7;
create or replace temporary function late_days() returns int return 90;
create or replace temporary function answered_days() returns int return 30;
create or replace temporary function one_attempt_days() returns int return 90;
create or replace temporary function days_after_landmark() returns int return 60;
create or replace temporary function prompted_days() returns int return 7;
create or replace temporary function post_interactions_days() returns int return 7;
create or replace temporary function community_days() returns int return 90;
create or replace temporary function retained_ages() returns array<int> return
    array(7, 14, youngest_retained_days(), 60, retained_days(), 120, 150, 180, 270, 365, 455);
create or replace temporary function near_list_days() returns double return 3.5d;
create or replace temporary function tolerance_days(age double) returns double
    return least(near_list_days(), age / 8.0d);
create or replace temporary function dropped_follow_counts_days() returns int return 30;
create or replace temporary function longest_following_gap_days() returns int return 45;
create or replace temporary function longest_unlisted_days() returns int return 14;
create or replace temporary function month_days() returns int return 30;
create or replace temporary function week_days() returns int return 7;
create or replace temporary function placed_days() returns double return 1.25d;
create or replace temporary function quiet_days() returns int return 3;
create or replace temporary function prompt_days() returns int return 1;
create or replace temporary function few_days() returns int return 3;
create or replace temporary function fortnight_days() returns int return 14;
create or replace temporary function interest_due_days() returns int return 45;
create or replace temporary function smallest_group() returns int return 30;
create or replace temporary function engagement_age(age double) returns int
    return case
        when age <= soon_days() then soon_days()
        when age <= engaged_days() then engaged_days()
        when age <= late_days() then late_days()
    end;
create or replace temporary function share_of(x double, n double) returns double
    return case when n > 0 then round(x / n * 1e10d) / 1e10d end;
create or replace temporary function z_95() returns double return 1.959963984540054d;
create or replace temporary function z_99() returns double return 2.5758293035489004d;
create or replace temporary function wilson_centre(x double, n double, z double)
    returns double return
    (x / n + z * z / 2 / n) / (1 + z * z / n);
create or replace temporary function wilson_half(x double, n double, z double)
    returns double return
    z * sqrt((x / n) * (1 - x / n) / n + z * z / 4 / (n * n)) / (1 + z * z / n);
create or replace temporary function wilson_low_at(x double, n double, z double)
    returns double return
    case
        when n <= 0 or x <= 0 then 0.0d
        else greatest(0.0d, wilson_centre(x, n, z) - wilson_half(x, n, z))
    end;
create or replace temporary function wilson_high_at(x double, n double, z double)
    returns double return
    case when n <= 0 or x >= n then 1.0d else least(1.0d, wilson_centre(x, n, z) + wilson_half(x, n, z)) end;
create or replace temporary function wilson_low(x double, n double)
    returns double return
    case when n > 0 then round(wilson_low_at(x, n, z_95()) * 1e10d) / 1e10d end;
create or replace temporary function wilson_high(x double, n double)
    returns double return
    case when n > 0 then round(wilson_high_at(x, n, z_95()) * 1e10d) / 1e10d end;
create or replace temporary function difference_of(x1 double, n1 double, x2 double, n2 double)
    returns double return
    case when n1 > 0 and n2 > 0 then round((x1 / n1 - x2 / n2) * 1e10d) / 1e10d end;
create or replace temporary function newcombe_low(x1 double, n1 double, x2 double, n2 double, z double)
    returns double return
    case
        when n1 > 0 and n2 > 0
        then round(greatest(-1.0d, x1 / n1 - x2 / n2 - sqrt(
            power(x1 / n1 - wilson_low_at(x1, n1, z), 2) + power(wilson_high_at(x2, n2, z) - x2 / n2, 2)
        )), 10)
    end;
create or replace temporary function newcombe_high(x1 double, n1 double, x2 double, n2 double, z double)
    returns double return
    case
        when n1 > 0 and n2 > 0
        then round(least(1.0d, x1 / n1 - x2 / n2 + sqrt(
            power(wilson_high_at(x1, n1, z) - x1 / n1, 2) + power(x2 / n2 - wilson_low_at(x2, n2, z), 2)
        )), 10)
    end;
create or replace temporary function rank_at_instant(seen string) returns int
    return case seen
        when 'missing_before' then 1
        when 'not_yet_followed' then 2
        when 'followed' then 3
        when 'missing_then' then 4
        when 'listed' then 5
        when 'still_followed' then 6
        when 'unfollowed' then 7
        when 'missing_after' then 8
        when 'followed_again' then 9
    end;
create or replace temporary function is_stand_in(id bigint) returns boolean return id < 0;
create or replace temporary function dates_apart(a date, b date) returns bigint return datediff(b, a);
create or replace temporary function day_start(t timestamp_ntz) returns timestamp_ntz
    return cast(date_trunc('day', t) as timestamp_ntz);
create or replace temporary function week_start(t timestamp_ntz) returns timestamp_ntz
    return cast(date_trunc('week', t) as timestamp_ntz);
create or replace temporary function quarter_start(t timestamp_ntz) returns timestamp_ntz
    return cast(date_trunc('quarter', t) as timestamp_ntz);
create or replace temporary function monday_of(week string) returns date
    return date_add(
        cast(date_trunc('week', make_date(cast(left(week, 4) as int), 1, 4)) as date),
        7 * (cast(right(week, 2) as int) - 1)
    );
create or replace temporary function numbers_up_to(a bigint, b bigint) returns array<bigint>
    return case when a <= b then sequence(a, b) else array() end;
create or replace temporary function days_up_to(a timestamp_ntz, b timestamp_ntz)
    returns array<timestamp_ntz>
    return case when a <= b then sequence(a, b, interval 1 day) else array() end;
create or replace temporary function weeks_up_to(a timestamp_ntz, b timestamp_ntz)
    returns array<timestamp_ntz>
    return case when a <= b then sequence(a, b, interval 7 days) else array() end;
create or replace temporary function quarters_up_to(a timestamp_ntz, b timestamp_ntz)
    returns array<timestamp_ntz>
    return case when a <= b then sequence(a, b, interval 3 months) else array() end;
create or replace temporary function whole_part(a decimal(38, 0), b bigint) returns bigint return a div b;
create or replace temporary function wide(x bigint) returns decimal(20, 0) return x;
create or replace temporary function sighting(instant timestamp_ntz, id string, is_exact boolean)
    returns struct<is_unknown boolean, at timestamp_ntz, id string, is_exact boolean>
    return named_struct('is_unknown', instant is null, 'at', instant, 'id', id, 'is_exact', is_exact);
