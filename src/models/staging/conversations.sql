-- The conversations that the account began, each by a post of its own; one row an account and such a post.
--
-- post_id: the post; began_at: when it was posted
--
-- check: post_id is never null
select account_id, post_id, min(created_at) as began_at
from raw.posts
where author_id = account_id and kind in ('post', 'quote') and coalesce(conversation_id, post_id) = post_id
    and created_at is not null
group by account_id, post_id
