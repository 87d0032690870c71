-- How long each follow of the account was watched, which is the time in which somebody can have acted as a
-- follower; one row an account, person and inbound spell.
--
-- from_at, to_at: from the first sight of it to the last
--
-- Events after the last complete list of followers tell who left, and of nobody that they stayed: time up to
-- such an end would be of those who left alone. It goes to the end of that list, and is none without one.
--
-- check: from_at <= to_at
with last_lists as (
    select account_id, max(finished_at) as looked_to
    from lists
    where direction = 'inbound' and verdict = 'complete'
    group by account_id
)
select
    account_id, user_id, s.spell, s.start_before as from_at,
    case
        when s.end_before is null or s.end_before_id is not null or s.end_before <= l.looked_to
        then s.end_after
        else greatest(s.start_before, least(s.end_after, coalesce(l.looked_to, s.start_before)))
    end as to_at
from spells s
left join last_lists l using (account_id)
where s.direction = 'inbound'
