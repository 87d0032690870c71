-- Whether the archives hold the account's own posts. One row, with no archive too.
select
    count(*) as archives, count(*) filter (where posts is null) as archives_without,
    coalesce(sum(posts), 0) as posts,
    sum(posts_counted) as posts_counted
from archives
where account_id = getvariable('account')
