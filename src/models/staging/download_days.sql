-- Days that a source of visits, sales or hours was downloaded for; one row an account, download and day.
--
-- A day without a row here is not known; one with a row and nothing in kept_visits or kept_sales had none.
--
-- check: a day stands once a source
select distinct account_id, download, content, cast(day as date) as day
from (
    select
        account_id, download, content,
        unnest(generate_series(from_day, to_day, interval 1 day)) as day
    from raw.downloads
) d
