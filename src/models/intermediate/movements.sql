-- Everything that moved the number of followers; one row an account, person and movement.
--
-- moved_at: by when it had shown: first sight for a gain, the end of the list without them for a loss
-- kind: gained (first spell), returned (a later one), hidden, reappeared, lost; cause: of a loss
-- route: of the person
--
-- check: kind is one of the five; cause is set exactly for lost
with inbound as (
    select s.*, f.route
    from spells s
    join followers f using (account_id, user_id)
    where s.direction = 'inbound' and f.is_dated
)
select account_id, user_id, route, start_before as moved_at,
    case when spell > 1 then 'returned' when is_reappeared then 'reappeared' else 'gained' end as kind,
    cast(null as string) as cause
from inbound
where spell > 1 or start_after is not null
union all
select account_id, user_id, route, end_before, 'lost', end_reason from inbound where end_before is not null
union all
select h.account_id, h.user_id, f.route, h.shown_at, 'hidden', null
from hidden h
join followers f on f.account_id = h.account_id and f.user_id = h.user_id and f.is_dated
where h.direction = 'inbound'
union all
select h.account_id, h.user_id, f.route, h.hidden_before, 'reappeared', null
from hidden h
join followers f on f.account_id = h.account_id and f.user_id = h.user_id and f.is_dated
where h.direction = 'inbound'
