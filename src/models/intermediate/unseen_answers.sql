-- Follows of the account whose answer no list could show: lists by name of which some names are not known
-- say nothing of ids that they lack, nor lists of ids of names; one row an account, person and outbound
-- spell. Where there are no lists at all, logs speak for themselves. And follows that only logs tell of
-- which leave out names: whoever answered stands in lists, whose profiles show their names, and others do
-- not.
--
-- check: a spell stands once
with last_lists as (
    select
        account_id, max(finished_at) filter (where is_by_name) as by_name_at,
        max(finished_at) filter (where not is_by_name) as by_id_at
    from lists
    where direction = 'inbound' and verdict in ('complete', 'head')
    group by account_id
),
listed as (
    select distinct account_id, user_id from list_presence where direction = 'outbound'
)
select o.account_id, o.user_id, o.spell
from spells o
left join last_lists l on l.account_id = o.account_id
left join named_people k on k.account_id = o.account_id and k.user_id = o.user_id
where o.direction = 'outbound'
    and (l.by_name_at is not null or (is_stand_in(o.user_id) and l.account_id is not null))
    and coalesce(o.start_before > case
        when k.user_id is not null then greatest(l.by_name_at, coalesce(l.by_id_at, l.by_name_at))
        when not is_stand_in(o.user_id) then l.by_id_at
        when l.by_id_at is null then l.by_name_at
    end, true)
union
select o.account_id, o.user_id, o.spell
from spells o
join logs_left_out g on g.account_id = o.account_id
left join listed p on p.account_id = o.account_id and p.user_id = o.user_id
where o.direction = 'outbound' and p.user_id is null
