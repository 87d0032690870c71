-- The first complete list since a follow that an event told of, where it would have shown it and does not;
-- one row an account, direction, person and list.
--
-- started_at, finished_at, snapshot_id: of that list
--
-- It is a list of a source whose lists at some time show that person, or, where no list does, of any, though
-- lists of ids say nothing of a name. Lists may show a follow late, as one that is still to be accepted: one
-- begun within minutes of the event says nothing, nor does one of which the next shows the follow, unless it
-- was asked then, and hidden.
--
-- check: a person stands once in a list
with told as (
    select distinct
        account_id, direction, user_id,
        minutes_after(happened_before, record_agreement_minutes()) as told_at
    from follow_events
    where kind = 'follow'
),
complete_lists as (
    select
        account_id, direction, source, list_series, list_number, snapshot_id, started_at, finished_at,
        is_by_name, lead(list_number) over (partition by list_series order by list_number) as next_number
    from lists
    where verdict = 'complete' and direction in ('inbound', 'outbound') and started_at is not null
),
series as (
    select distinct account_id, direction, source, list_series, is_by_name from complete_lists
),
-- Which people the lists of which source ever showed. Few people are told of by events.
shown as (
    select distinct account_id, direction, user_id, p.source
    from list_presence p
    join (select distinct account_id, direction, user_id from told) t using (account_id, direction, user_id)
),
shown_at_all as (
    select distinct account_id, direction, user_id from shown
),
-- The lists of a series and the follows told of, in order: of each follow the first list since.
in_order as (
    select list_series, started_at as moment, 1 as place, cast(null as bigint) as user_id, list_number
    from complete_lists
    union all
    select s.list_series, t.told_at, 0, t.user_id, null
    from told t
    join series s on s.account_id = t.account_id and s.direction = t.direction
    left join shown_at_all a
        on a.account_id = t.account_id and a.direction = t.direction and a.user_id = t.user_id
    left join shown w
        on w.account_id = t.account_id and w.direction = t.direction and w.user_id = t.user_id
        and w.source = s.source
    where w.user_id is not null
        or a.user_id is null and not s.is_by_name and not is_stand_in(t.user_id)
),
followed_by as (
    select
        list_series, moment, user_id,
        min(list_number) over (
            partition by list_series order by moment, place rows between current row and unbounded following
        ) as list_number
    from in_order
),
nearest as (
    select
        l.account_id, l.direction, f.user_id, l.source, list_number, l.next_number, l.started_at,
        l.finished_at, l.snapshot_id,
        row_number() over (
            partition by l.account_id, l.direction, f.user_id, f.moment order by l.started_at, l.snapshot_id
        ) as nth
    from followed_by f
    join complete_lists l using (list_series, list_number)
    where f.user_id is not null
)
select distinct
    n.account_id, n.direction, n.user_id, n.started_at, n.finished_at, n.snapshot_id
from nearest n
left join list_presence p
    on p.account_id = n.account_id and p.direction = n.direction and p.user_id = n.user_id
    and p.source = n.source and p.first_number <= coalesce(n.next_number, n.list_number)
    and p.last_number >= n.list_number
left join raw.relationships h
    on h.account_id = n.account_id and h.user_id = n.user_id and h.snapshot_id = n.snapshot_id
    and h.hidden is not null
    and case n.direction when 'inbound' then h.inbound_key else h.outbound_key end is not null
where n.nth = 1 and (p.user_id is null or h.user_id is not null)
