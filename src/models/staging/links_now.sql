-- Which campaign a code belongs to, as last said; one row an account and code.
--
-- code_kind: utm_campaign, utm_content, ref, discount
-- campaign_id: null where the code is of none
--
-- check: a code stands once a kind
with ranked as (
    select
        account_id, code_kind, code, campaign_id,
        row_number() over (
            partition by account_id, code_kind, code order by snapshot_id desc, campaign_id
        ) as nth
    from raw.links
)
select account_id, code_kind, code, campaign_id
from ranked
where nth = 1
