-- When each follower first engaged with the brand, as an age; one row an account and person who ever did.
--
-- Only interactions that address the brand count.
--
-- first_age: of the first covered reply, quote or mention after first sight and certainly inside a spell,
--   the first or a later one
-- first_age_at_most: interactions inside a start or end window counted too
-- first_age_with_likes: reposts and likes counted too
--
-- check: first_age >= first_age_with_likes
select
    f.account_id, f.user_id,
    min(e.age_days) filter (
        where e.placement = 'inside' and e.kind in ('reply', 'quote', 'mention') and e.is_covered
            and e.acted_after >= f.first_seen_at
            and e.acted_before > f.first_seen_at
    ) as first_age,
    min(greatest(0.0, e.age_days)) filter (
        where e.placement in ('inside', 'at_start', 'at_end') and e.kind in ('reply', 'quote', 'mention')
    ) as first_age_at_most,
    min(e.age_days) filter (
        where e.placement = 'inside' and e.acted_after >= f.first_seen_at
            and e.acted_before > f.first_seen_at
    ) as first_age_with_likes
from followers f
join engagements e on e.account_id = f.account_id and e.user_id = f.user_id and e.circle = 'brand'
group by f.account_id, f.user_id
