-- The account's own posts, replies and quotes, as they were read; reposts are none of its own; one row an
-- account, post and wording.
--
-- in_reply_to_user_id, mentions: whom the post addresses; null where the source did not say
--
-- check: post_id is never null
select distinct account_id, post_id, created_at, in_reply_to_user_id, mentions
from raw.posts
where author_id = account_id and kind <> 'repost'
