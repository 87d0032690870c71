-- Replies, quotes and mentions by followers that address another follower, both certainly inside a spell of
-- theirs at that instant; one row an account, act and follower addressed.
--
-- user_id: who acted; addressed_user_id: the other; neither is the account, and nobody addresses themselves
-- acted_after, acted_before, is_sighted, age_days: as in engagements
-- is_covered: the account's conversations were being collected then, see coverage; is_covered_by_mentions:
--   its mentions were
--
-- check: user_id <> addressed_user_id
select distinct
    e.account_id, e.act_id, e.user_id, a.user_id as addressed_user_id, e.acted_after, e.acted_before,
    e.is_sighted, e.age_days,
    v.account_id is not null as is_covered, m.account_id is not null as is_covered_by_mentions
from engagements e
join addressed a using (account_id, act_id)
join spells s
    on s.account_id = e.account_id and s.user_id = a.user_id and s.direction = 'inbound'
    and place_of(e.acted_after, e.acted_before, s.start_after, s.start_before, s.end_after, s.end_before) = 1
left join coverage v
    on v.account_id = e.account_id and v.kind = 'conversation' and v.from_at <= e.acted_after
    and v.to_at >= e.acted_before
left join coverage m
    on m.account_id = e.account_id and m.kind = 'mention' and m.from_at <= e.acted_after
    and m.to_at >= e.acted_before
where e.placement = 'inside' and e.kind in ('reply', 'quote', 'mention') and a.user_id <> e.user_id
