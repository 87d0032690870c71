-- Everything that moved the number of followers; one row an account, person and movement.
--
-- moved_at: by when it had shown: first sight for a gain, the end of the list without them for a loss. Where
--   nothing but a date is known of that, the date, see bare_dates
-- kind: gained (first spell), returned (a later one), hidden, reappeared, lost; cause: of a loss
-- route: of the person
--
-- check: kind is one of the five; cause is set exactly for lost
with inbound as (
    select s.*, f.route
    from spells s
    join followers f using (account_id, user_id)
    where s.direction = 'inbound' and f.is_dated
),
away as (
    select h.*, f.route
    from hidden h
    join followers f using (account_id, user_id)
    where h.direction = 'inbound' and f.is_dated
),
moves as (
    select account_id, user_id, route, start_before as moved_at,
        case when spell > 1 then 'returned' when is_reappeared then 'reappeared' else 'gained' end as kind,
        cast(null as string) as cause
    from inbound
    where spell > 1 or start_after is not null
    union all
    select account_id, user_id, route, end_before, 'lost', end_reason
    from inbound
    where end_before is not null
    union all
    select account_id, user_id, route, shown_at, 'hidden', null from away
    union all
    select account_id, user_id, route, hidden_before, 'reappeared', null from away
)
select
    m.account_id, m.user_id, m.route, coalesce(cast(b.day as timestamp), m.moved_at) as moved_at, m.kind,
    m.cause
from moves m
left join bare_dates b on b.account_id = m.account_id and b.told_at = m.moved_at
