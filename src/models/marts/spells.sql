-- Unbroken stretches of a follow, hidden absences bridged; one row an account, direction, person and spell.
--
-- direction: inbound (they follow the account), outbound (the account follows them)
-- spell: 1 for the first
-- start_after, start_before: the window of the start; start_after is null where they were already there when
--   watching began
-- end_after, end_before: when last seen, and by when they were gone; end_before is null while still there
-- start_after_id, start_before_id, end_after_id, end_before_id: the snapshot of each bound, null for events
-- is_exact_start, is_exact_end: a point in time, from an event
-- is_reappeared: their first row stood at an old place, so they had been there before anybody saw them
-- hidden: how often they were hidden meanwhile
-- end_reason: unfollowed, suspended, gone, blocked, unresolved; null while still there. Of networks that say
--   more also blocks_us, deactivated, taken_down, deleted
--
-- check: start_before <= end_after
-- check: spells of a person do not overlap
with many as (
    select distinct account_id, direction, user_id from presence where run > 1
),
runs as (
    select
        p.*,
        coalesce(
            lag(e.is_hidden) over (partition by account_id, direction, user_id order by run), false
        ) as is_continued
    from presence p
    join many m using (account_id, direction, user_id)
    left join presence_ends e using (account_id, direction, user_id, run)
),
numbered as (
    select
        *,
        sum(case when is_continued then 0 else 1 end) over (
            partition by account_id, direction, user_id order by run rows unbounded preceding
        ) as spell
    from runs
),
bridged as (
    select
        account_id, direction, user_id, cast(spell as bigint) as spell, min(run) as first_run,
        max(run) as last_run,
        count(*) - 1 as hidden
    from numbered
    group by account_id, direction, user_id, spell
),
bounds as (
    select
        b.account_id, b.direction, b.user_id, b.spell, b.last_run, b.hidden,
        f.start_after, f.start_before, l.end_after, l.end_before,
        f.start_after_id, f.start_before_id, l.end_after_id, l.end_before_id, f.is_exact_start,
        l.is_exact_end,
        f.end_after as first_seen_to
    from bridged b
    join numbered f
        on f.account_id = b.account_id and f.direction = b.direction and f.user_id = b.user_id
        and f.run = b.first_run
    join numbered l
        on l.account_id = b.account_id and l.direction = b.direction and l.user_id = b.user_id
        and l.run = b.last_run
    union all
    select
        p.account_id, p.direction, p.user_id, 1, 1, 0, p.start_after, p.start_before, p.end_after,
        p.end_before,
        p.start_after_id, p.start_before_id, p.end_after_id, p.end_before_id, p.is_exact_start,
        p.is_exact_end, p.end_after
    from presence p
    left join many m on m.account_id = p.account_id and m.direction = p.direction and m.user_id = p.user_id
    where m.user_id is null
),
-- Their place in the first list that could judge it, be it not the first that showed them. It can only
-- matter to people who somewhere stood at an old place.
came_back as (
    select distinct account_id, user_id from standings where standing = 'reappeared'
),
judged as (
    select account_id, user_id, j.standing, l.direction, l.started_at, l.finished_at, snapshot_id
    from standings j
    join came_back r using (account_id, user_id)
    join lists l using (account_id, snapshot_id, list)
),
placed as (
    select
        b.account_id, b.direction, b.user_id, j.standing,
        row_number() over (
            partition by b.account_id, b.direction, b.user_id order by j.started_at, j.snapshot_id
        ) as nth
    from bounds b
    join judged j
        on j.account_id = b.account_id and j.user_id = b.user_id and j.direction = b.direction
        and j.finished_at >= b.start_before and j.started_at <= b.first_seen_to
    where b.spell = 1
)
select
    b.account_id, b.direction, b.user_id, b.spell,
    b.start_after, b.start_before, b.end_after, b.end_before,
    b.start_after_id, b.start_before_id, b.end_after_id, b.end_before_id,
    b.is_exact_start, b.is_exact_end,
    coalesce(r.standing = 'reappeared', false) and b.spell = 1 as is_reappeared,
    b.hidden,
    e.cause as end_reason
from bounds b
left join presence_ends e
    on e.account_id = b.account_id and e.direction = b.direction and e.user_id = b.user_id
    and e.run = b.last_run
left join placed r
    on r.account_id = b.account_id and r.direction = b.direction and r.user_id = b.user_id and r.nth = 1
order by b.account_id, b.direction, b.user_id, b.spell
