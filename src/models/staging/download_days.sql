-- Days that a source of visits, sales or hours was downloaded for, with the download that counts: the newest
-- of those that hold the day wholly. One row an account, download and day.
--
-- download: the source, see raw downloads
-- snapshot_id: the snapshot whose rows of the day count; those of all others do not
-- A day without a row here is not known; one with a row and nothing in kept_visits or kept_sales had none.
--
-- check: a day stands once a source
with covered as (
    select account_id, download, content, snapshot_id, downloaded_at, explode(days) as day
    from (
        select
            account_id, download, content, snapshot_id, downloaded_at,
            days_up_to(from_day, to_day) as days
        from raw.downloads
        where content <> 'counts'
    ) d
),
ranked as (
    select
        *,
        row_number() over (
            partition by account_id, download, day order by downloaded_at desc, snapshot_id desc
        ) as nth
    from covered
)
select account_id, download, content, cast(day as date) as day, snapshot_id
from ranked
where nth = 1
