-- Whom the interactions of others address beside the account: people who are answered, quoted, named in the
-- text, reposted or liked; one row an account, act and person.
--
-- user_id: the person; may be whoever acted
--
-- check: user_id is never the account
with acts as (
    select account_id, act_id, user_id from raw.addressed where user_id is not null
),
stated as (
    select distinct account_id, act_id from acts
)
select account_id, act_id, user_id
from acts
where user_id <> account_id
union
-- An act of which no more is known addresses its target.
select i.account_id, i.act_id, i.target_user_id
from raw.interactions i
left join stated s on s.account_id = i.account_id and s.act_id = i.act_id
where i.target_user_id <> i.account_id and i.kind not in ('visit', 'signup', 'sale')
    and s.act_id is null
