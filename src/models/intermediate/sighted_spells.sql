-- How long each follow of the account was watched, which is the time in which somebody can have acted as a
-- follower; one row an account, person and inbound spell.
--
-- from_at, to_at: from the first sight of it to the last
--
-- Events after the last complete list of followers tell who left, and of nobody that they stayed: time up to
-- such an end would be of those who left alone. It goes to the end of that list, and is none without one.
--
-- check: from_at <= to_at
select
    account_id, user_id, spell, s.start_before as from_at,
    case
        when s.end_before is null or s.end_before_id is not null or c.gone_by is not null then s.end_after
        else c.seen_to
    end as to_at
from spells s
join counted_stays c using (account_id, user_id, spell)
where s.direction = 'inbound'
