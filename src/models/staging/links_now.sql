-- Which campaign a code belongs to, as last said; one row an account and code.
--
-- code_kind: utm_campaign, utm_content, ref, discount
-- code: as last written; plain_code: without the differences of case and space that people make in writing
-- campaign_id: null where the code is of none
--
-- check: a plain code stands once a kind
with written as (
    select
        account_id, code_kind, code, plain_name(code) as plain_code,
        campaign_id, snapshot_id
    from raw.links
),
ranked as (
    select
        *,
        row_number() over (
            partition by account_id, code_kind, plain_code order by snapshot_id desc, campaign_id, code
        ) as nth
    from written
)
select account_id, code_kind, code, plain_code, campaign_id
from ranked
where nth = 1
