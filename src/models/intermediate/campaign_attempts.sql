-- Which campaign made an attempt, or may have made it; one row an account, person, attempt and campaign.
--
-- is_certain: it alone turned to them then. An attempt that several campaigns may have made, or the
--   campaign may have made another one instead, is certainly of none: only ranges count it
-- is_shared: another campaign may have made it too
-- has_hours: it may lie on a day whose hours are recorded; where no hours of the campaign are recorded at
--   all, null. Of hours that the user says, all days up to then
--
-- check: an attempt is certainly of one campaign at most
with turned_to as (
    select
        account_id, campaign_id, t.user_id, t.followed_after, t.followed_before,
        case
            when t.followed_after is null and t.followed_before is null then c.from_at else t.followed_after
        end as after_at,
        case
            when t.followed_after is null and t.followed_before is null then c.to_at else t.followed_before
        end as before_at
    from targets t
    join campaigns_now c using (account_id, campaign_id)
),
fitting as (
    select
        o.account_id, o.user_id, o.attempt, o.started_after, o.started_before, t.campaign_id,
        count(*) over (
            partition by o.account_id, o.user_id, t.campaign_id, t.followed_after, t.followed_before
        ) as attempts
    from outreach o
    join turned_to t
        on t.account_id = o.account_id and t.user_id = o.user_id
        and (t.after_at is null or t.after_at <= o.started_before)
        and (t.before_at is null or t.before_at >= o.started_after)
),
made as (
    select
        account_id, user_id, attempt, campaign_id, started_after, started_before,
        bool_or(attempts = 1) as is_alone, cast(started_after as date) as first_day,
        cast(started_before as date) as last_day
    from fitting
    group by account_id, user_id, attempt, campaign_id, started_after, started_before
),
recorded as (
    select distinct m.account_id, m.first_day, m.last_day
    from (select distinct account_id, first_day, last_day from made) m
    join hour_days d on d.account_id = m.account_id and d.day >= m.first_day and d.day <= m.last_day
)
select
    m.account_id, m.user_id, m.attempt, m.campaign_id,
    m.is_alone and count(*) over (partition by m.account_id, m.user_id, m.attempt) = 1 as is_certain,
    count(*) over (partition by m.account_id, m.user_id, m.attempt) > 1 as is_shared,
    case
        when c.hours is null then null
        when c.is_hours_by_user then m.started_after <= c.hours_until
        else r.account_id is not null
    end as has_hours
from made m
left join costs_now c on c.account_id = m.account_id and c.campaign_id = m.campaign_id
left join recorded r
    on r.account_id = m.account_id and r.first_day = m.first_day and r.last_day = m.last_day
