-- The watched days of weeks of which all seven were watched, and whether the account had reached out shortly
-- before; one row an account and day.
--
-- week: the Monday; day: see watched_days
-- is_quiet: no follow by the account of someone who did not follow it may have begun on the day or in the
--   three days before; null where nobody watched for them over these days, see following_stretches, or lists
--   hold names that are left out
--
-- check: a week has seven days
with whole_weeks as (
    select account_id, week_of(day) as week
    from watched_days
    group by account_id, week_of(day)
    having count(*) = week_days()
),
-- Following someone back wins nobody.
follows_back as (
    select account_id, user_id, outbound_spell
    from spell_pair_order
    group by account_id, user_id, outbound_spell
    having bool_or(is_inbound_first and not is_inbound_over and is_inbound_still_open)
),
outreach_days as (
    select distinct
        o.account_id, cast(o.start_after as date) as from_day, cast(o.start_before as date) as to_day
    from spells o
    left join follows_back b
        on b.account_id = o.account_id and b.user_id = o.user_id and b.outbound_spell = o.spell
    where o.direction = 'outbound' and o.start_after is not null and not o.is_reappeared
        and b.user_id is null
),
known as (
    select s.account_id, cast(s.from_at as date) as from_day, cast(s.to_at as date) as to_day
    from following_stretches s
    left join named_accounts n using (account_id)
    where s.is_named = (n.account_id is not null)
),
loud as (
    select distinct d.account_id, d.day
    from watched_days d
    join outreach_days o
        on o.account_id = d.account_id and o.from_day <= d.day
        and day_after(o.to_day, quiet_days()) >= d.day
)
select
    d.account_id, d.day, w.week,
    case when k.account_id is not null then l.day is null end as is_quiet
from watched_days d
join whole_weeks w on w.account_id = d.account_id and w.week = week_of(d.day)
left join known k
    on k.account_id = d.account_id and day_after(k.from_day, quiet_days()) <= d.day and k.to_day > d.day
left join loud l on l.account_id = d.account_id and l.day = d.day
