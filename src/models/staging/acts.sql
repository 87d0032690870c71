-- Acts of others toward the account, each once however often it was collected; one row an account and act.
--
-- kind: reply before quote before mention, where it was collected as several; family: the kind of poll that sees it
-- acted_after, acted_before: the window; equal where the act's time is known
--
-- check: an act stands once
with repeated as (
    select account_id, act_id from raw.interactions group by account_id, act_id having count(*) > 1
),
told as (
    select
        a.account_id, a.act_id, a.actor_id, a.kind, a."after", a."before",
        row_number() over (
            partition by a.account_id, a.act_id
            order by case a.kind when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end, a."before", a."after" desc, a.snapshot_id
        ) as nth
    from raw.interactions a
    join repeated r on r.account_id = a.account_id and r.act_id = a.act_id
    where a.actor_id <> a.account_id
),
acts as (
    select a.account_id, a.act_id, a.actor_id, a.kind, a."after", a."before"
    from raw.interactions a
    left join repeated r on r.account_id = a.account_id and r.act_id = a.act_id
    where a.actor_id <> a.account_id and r.act_id is null
    union all
    select account_id, act_id, actor_id, kind, "after", "before" from told where nth = 1
)
select
    account_id, act_id, actor_id as user_id, kind, case when kind in ('reply', 'quote') then 'mention' else kind end as family,
    "after" as acted_after, "before" as acted_before
from acts
