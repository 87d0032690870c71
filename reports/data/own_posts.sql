-- Whether the archives hold the account's own posts; posts_counted: the most that the manifest of
-- one without them counts, as each would hold all posts up to its day. One row, with no archive too.
select
    count(*) as archives, count(*) filter (where posts is null) as archives_without,
    coalesce(sum(posts), 0) as posts,
    max(posts_counted) as posts_counted
from archives
where account_id = getvariable('account')
