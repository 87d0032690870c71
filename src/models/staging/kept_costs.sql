-- Hours and money that files record, from the download that counts for the day; one row an account,
-- download, kind, project, day and currency.
--
-- download: the source; its newest file that holds the day replaces all others, see download_days
-- kind: hours, money
-- project: the campaign where the file says one, else the project as the file names it, written like a
--   campaign_id: a campaign of that name takes its hours; "" where there is neither
-- amount: hours, to the millionth, or money in currency
--
-- check: a project stands once a day, kind and currency of a source
select
    c.account_id, c.download, c.kind,
    plain_name(coalesce(c.campaign_id, c.project, '')) as project,
    d.day, c.currency, cast(sum(c.amount) as decimal(18, 6)) as amount
from raw.costs c
join download_days d
    on d.account_id = c.account_id and d.snapshot_id = c.snapshot_id and d.download = c.download
    and d.day = cast(c."from" as date)
where c.kind in ('hours', 'money')
group by
    c.account_id, c.download, c.kind,
    plain_name(coalesce(c.campaign_id, c.project, '')),
    d.day, c.currency
