-- What X counted of the account on a day, from the newest download that holds the day; one row an account
-- and day.
--
-- day: of UTC; a day without a row is not known
-- new_follows, unfollows, profile_visits, impressions, posts_created: as X counts them; null = its file does
--   not say. An overview comes before a file of posts by day, which has no follows
--
-- check: a day stands once
with downloaded as (
    select
        account_id, cast(day as date) as day, new_follows, unfollows, profile_visits, impressions,
        posts_created,
        row_number() over (
            partition by account_id, day
            order by case when new_follows is null then 1 else 0 end, downloaded_at desc, snapshot_id desc
        ) as nth
    from raw.daily_counts
    join raw.downloads using (account_id, snapshot_id, download)
)
select account_id, day, new_follows, unfollows, profile_visits, impressions, posts_created
from downloaded
where nth = 1
