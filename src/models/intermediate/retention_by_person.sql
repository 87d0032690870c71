-- Who was still there at every age of the grid; one row an account, person whose stay is looked at (see
-- stays), and age.
--
-- is_retained: present in the list nearest to first sight + age; null where no list was near, where they
--   were hidden, and where another source's list cannot tell
-- is_due: the age has been reached by the last complete list
-- seen_at: when that nearest list was done; hidden_until: when somebody hidden then was seen again
--
-- check: is_retained is null where no list was near
with people as (
    select f.account_id, f.user_id, f.first_seen_at
    from followers f
    join stay_groups s
        on s.account_id = f.account_id and s.user_id = f.user_id and s.representative_user_id = f.user_id
),
inbound as (
    select account_id, user_id, start_before, end_after, end_before from spells where direction = 'inbound'
),
absent as (
    select account_id, user_id, hidden_after, hidden_before from hidden where direction = 'inbound'
),
at_ages as (
    select account_id, p.user_id, g.age_days, g.started_at, g.finished_at, g.is_due
    from people p
    join age_checkpoints g using (account_id, first_seen_at)
),
seen as (
    select
        account_id, user_id, a.age_days,
        bool_or(s.start_before <= a.finished_at and s.end_after >= a.started_at) as is_seen,
        bool_or(
            s.start_before <= a.finished_at and s.end_after < a.started_at
                and (s.end_before is null or s.end_before > a.finished_at)
        ) as is_untold
    from at_ages a
    join inbound s using (account_id, user_id)
    group by account_id, user_id, a.age_days
),
away as (
    select a.account_id, a.user_id, a.age_days, max(h.hidden_before) as hidden_until
    from at_ages a
    join absent h
        on h.account_id = a.account_id and h.user_id = a.user_id and h.hidden_after < a.started_at
        and h.hidden_before > a.finished_at
    group by a.account_id, a.user_id, a.age_days
)
select
    account_id, user_id, age_days, a.is_due, a.finished_at as seen_at, w.hidden_until,
    case
        when a.started_at is null or w.hidden_until is not null then null
        when s.is_seen then true
        when s.is_untold then null
        else false
    end as is_retained
from at_ages a
join seen s using (account_id, user_id, age_days)
left join away w using (account_id, user_id, age_days)
