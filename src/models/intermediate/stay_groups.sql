-- Whose stay is told by whose: people in a cohort who came and left with the same windows, once and never
-- hidden, are alike, and one of them is looked at for all; one row an account and person in a cohort.
--
-- representative_user_id: the one who is looked at; oneself for people who returned or were hidden
--
-- check: whoever is looked at is looked at for oneself too
with people as (
    select account_id, user_id, first_seen_at, end_after, end_before
    from followers
    where cohort_month is not null
),
apart as (
    select account_id, user_id from spells where direction = 'inbound' and spell > 1
    union
    select account_id, user_id from hidden where direction = 'inbound'
),
plain as (
    select p.*
    from people p
    left join apart a on a.account_id = p.account_id and a.user_id = p.user_id
    where a.user_id is null
),
alike as (
    select account_id, first_seen_at, end_after, end_before, min(user_id) as representative_user_id
    from plain
    group by account_id, first_seen_at, end_after, end_before
)
select p.account_id, p.user_id, l.representative_user_id
from plain p
join alike l
    on l.account_id = p.account_id and l.first_seen_at = p.first_seen_at and l.end_after = p.end_after
    and l.end_before is not distinct from p.end_before
union all
select account_id, user_id, user_id
from people p
join apart a using (account_id, user_id)
