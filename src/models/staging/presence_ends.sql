-- Why each ended run of presence ended, and whether it was only hidden; one row an account, direction,
-- person and ended run.
--
-- cause: blocked (by us), suspended, gone, unfollowed (active when looked up), unresolved (nobody looked, or
--   no look told). Where it was asked how they stand to us: blocks_us, deactivated, taken_down, deleted
-- back_at: when they stood in a list again; null = not so far
-- is_hidden: they came back after they were told within a day to be suspended or gone, or to their old
--   place in a list whose order check holds, or by the same record. Where there are records, another one is
--   another follow, whatever hid the first
--
-- check: cause is one of the nine
with ended as (
    select
        *,
        lead(start_before) over (partition by account_id, direction, user_id order by run) as back_at,
        lead(start_before_id) over (partition by account_id, direction, user_id order by run) as back_id
    from presence
),
looked_up as (
    -- The last look before the absence was settled counts: a profile can be active on Monday and suspended
    -- on Sunday. Where it told nothing, or was not paid for, the next one within eight days does.
    select
        e.account_id, e.direction, e.user_id, e.run, s.status,
        s.status_at > days_after(e.end_before, 1) as is_late,
        row_number() over (
            partition by e.account_id, e.direction, e.user_id, e.run
            order by
                case when s.status = 'unresolved' then 1 else 0 end,
                case when s.status_at <= days_after(e.end_before, 1) then 0 else 1 end,
                case when s.snapshot_id = e.end_before_id then 0 else 1 end,
                case
                    when s.status_at <= days_after(e.end_before, 1) then -epoch_us(s.status_at)
                    else epoch_us(s.status_at)
                end,
                case when s.status = 'active' then 1 else 0 end, s.status
        ) as evidence_rank
    from ended e
    join statuses s
        on s.account_id = e.account_id and s.user_id = e.user_id
        and s.status_at > e.end_after and s.status_at <= days_after(e.end_before, 8)
        and (e.back_at is null or s.status_at < e.back_at)
        -- Somebody active before the absence says nothing of it.
        and (s.status <> 'active' or s.status_at >= e.end_before or s.snapshot_id = e.end_before_id)
    where e.end_before is not null
),
blocks as (
    select account_id, user_id, page_at from raw.blocking
),
-- Any list of our blocking around the end tells, whichever source it is from, until they came back.
blocked as (
    select distinct e.account_id, e.direction, e.user_id, e.run
    from ended e
    join blocks b
        on b.account_id = e.account_id and b.user_id = e.user_id and b.page_at > e.end_after
        and b.page_at <= days_after(e.end_before, 31) and (e.back_at is null or b.page_at < e.back_at)
    where e.end_before is not null
),
-- How they and the account stood to each other when they were missing: the record is there and hidden, or
-- there is none.
asked as (
    select
        e.account_id, e.direction, e.user_id, e.run, a.hidden,
        case e.direction when 'inbound' then a.inbound_key else a.outbound_key end as record_key,
        case e.direction when 'inbound' then b.inbound_key else b.outbound_key end as back_key
    from ended e
    join raw.relationships a
        on a.account_id = e.account_id and a.user_id = e.user_id and a.snapshot_id = e.end_before_id
    left join raw.relationships b
        on b.account_id = e.account_id and b.user_id = e.user_id and b.snapshot_id = e.back_id
    where e.end_before is not null
)
select
    e.account_id, e.direction, e.user_id, e.run, e.back_at,
    case
        when b.user_id is not null then 'blocked'
        when a.record_key is not null and a.hidden is not null then a.hidden
        when a.user_id is not null and k.status in ('active', 'deactivated', 'taken_down') then 'unfollowed'
        when a.user_id is not null and k.status = 'deleted' then 'deleted'
        when k.status in ('suspended', 'gone') then k.status
        when k.status = 'active' or e.is_unfollow_event then 'unfollowed'
        else 'unresolved'
    end as cause,
    e.back_at is not null
        and (
            coalesce(a.record_key = a.back_key, false)
                or coalesce(k.status in ('suspended', 'gone') and not k.is_late, false)
                or coalesce(r.standing = 'reappeared', false)
        ) as is_hidden
from ended e
left join looked_up k
    on k.account_id = e.account_id and k.direction = e.direction and k.user_id = e.user_id and k.run = e.run
    and k.evidence_rank = 1
left join blocked b
    on b.account_id = e.account_id and b.direction = e.direction and b.user_id = e.user_id and b.run = e.run
left join asked a
    on a.account_id = e.account_id and a.direction = e.direction and a.user_id = e.user_id and a.run = e.run
left join judged_rows r
    on r.account_id = e.account_id and r.user_id = e.user_id and r.snapshot_id = e.back_id
    and r.list = case e.direction when 'inbound' then 'followers' else 'following' end
where e.end_before is not null
