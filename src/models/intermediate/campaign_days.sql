-- How many days of a campaign a source of visits or sales was downloaded for; one row an account, campaign
-- and download.
--
-- first_day, last_day: of the campaign, as the user says, else of its attempts; days: from one to the
--   other; downloaded_days: of these, those that were downloaded. Only campaigns whose days are known
--
-- check: downloaded_days <= days
with tried as (
    select
        account_id, c.campaign_id, min(cast(o.started_before as date)) as first_day,
        max(cast(o.started_before as date)) as last_day
    from campaign_attempts c
    join outreach o using (account_id, user_id, attempt)
    group by account_id, c.campaign_id
),
lasting as (
    select
        account_id, campaign_id, coalesce(cast(c.from_at as date), t.first_day) as first_day,
        -- The end of a day is the beginning of the next one.
        coalesce(cast(c.to_at - interval 1 second as date), t.last_day) as last_day
    from campaigns_now c
    left join tried t using (account_id, campaign_id)
)
select
    account_id, l.campaign_id, d.download, l.first_day, l.last_day,
    dates_apart(l.first_day, l.last_day) + 1 as days,
    count(*) filter (where d.day >= l.first_day and d.day <= l.last_day) as downloaded_days
from lasting l
join download_days d using (account_id)
where l.first_day <= l.last_day and d.content <> 'hours'
group by account_id, l.campaign_id, d.download, l.first_day, l.last_day
