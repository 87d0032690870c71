-- A follow of theirs answers one attempt of ours; one row a person with more answers than follows.
select o.account_id, o.user_id
from (
    select account_id, user_id, count(*) as answers
    from outreach
    where outcome = 'followed_back'
    group by account_id, user_id
) o
join (
    select account_id, user_id, count(*) as follows
    from spells
    where direction = 'inbound'
    group by account_id, user_id
) i on i.account_id = o.account_id and i.user_id = o.user_id
where o.answers > i.follows
