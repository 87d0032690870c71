-- Hours and money that files record, from the download that counts for the day; one row an account,
-- download, kind, project, day and currency.
--
-- download: the source; its newest file that holds the day replaces all others, see download_days
-- kind: hours, money
-- project: the campaign where the file says one, else the project as the file names it, written like a
--   campaign_id: a campaign of that name takes its hours; "" where there is neither. Of several tags of an
--   entry (with a tab between them) the first that is a campaign, else the first
-- amount: hours, to the millionth, or money in currency
--
-- check: a project stands once a day, kind and currency of a source
with tagged as (
    select distinct
        account_id, project,
        numbers_up_to(1, length(project) - length(replace(project, chr(9), '')) + 1) as parts
    from raw.costs
    where project like '%' || chr(9) || '%'
),
parted as (
    select
        account_id, project, plain_name(split_part(project, chr(9), cast(nth as integer))) as tag, nth
    from (select account_id, project, explode(parts) as nth from tagged) t
),
ranked as (
    select
        account_id, p.project, p.tag,
        row_number() over (
            partition by account_id, p.project order by c.campaign_id is null, p.nth
        ) as choice
    from (select *, tag as campaign from parted where tag <> '') p
    left join (select account_id, campaign_id as campaign, campaign_id from campaigns_now) c
        using (account_id, campaign)
),
named as (
    select
        account_id, c.snapshot_id, c.download, c.kind, c."from", c.currency, c.amount,
        coalesce(plain_name(c.campaign_id), r.tag, plain_name(coalesce(c.project, ''))) as project
    from raw.costs c
    left join (select account_id, project, tag from ranked where choice = 1) r using (account_id, project)
    where c.kind in ('hours', 'money')
)
select
    c.account_id, c.download, c.kind, c.project, d.day, c.currency,
    cast(sum(c.amount) as decimal(18, 6)) as amount
from named c
join download_days d
    on d.account_id = c.account_id and d.snapshot_id = c.snapshot_id and d.download = c.download
    and d.day = cast(c."from" as date)
group by c.account_id, c.download, c.kind, c.project, d.day, c.currency
