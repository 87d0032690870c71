import type {TableName} from "../../src/snapshots/tables.ts";
import type {Prepare} from "./prepared.ts";
import {kindOfPost} from "./shapes.ts";

/**
 * Writes the rows of `interactions` and `addressed` that follow from posts of others, which the table `typed`
 * holds: a reply, a quote, a repost, or a post that names somebody. Returns the tables written, none where all posts are the
 * account's own. A reply addresses whom it answers; a quote or repost the author of the post, where the file has that
 * post; a post or quote also everybody it names. Whom a reply names is left out: X puts everybody of the thread before
 * its text, and a table does not say which names stand there.
 */
export async function actsOfPosts(
  db: Parameters<Prepare>[0],
  tempFile: Parameters<Prepare>[3],
  part: string
): Promise<TableName[]> {
  await db.run(`
    create or replace temp table posts_read as
      select account_id, post_id, coalesce(author_id, account_id) as author_id, coalesce(kind, ${kindOfPost}) as kind,
        in_reply_to_user_id, referenced_post_id, mentions, created_at, coalesce(created_to, created_at) as created_to
      from typed;
    create or replace temp table posts_of_others as
      select *, case when kind <> 'post' then kind when len(mentions) > 0 then 'mention' end as act_kind
      from posts_read
      where author_id <> account_id;
    create or replace temp table addressed_by_posts as
      with named as (
        select account_id, post_id, in_reply_to_user_id as user_id, 'reply' as how, 0 as nth
        from posts_of_others
        where in_reply_to_user_id is not null
        union all
        select p.account_id, p.post_id, q.author_id, p.kind, 1
        from posts_of_others p
        join posts_read q
          on q.account_id = p.account_id and q.post_id = p.referenced_post_id
        where p.kind in ('quote', 'repost') and q.kind <> 'repost'
        union all
        select account_id, post_id, unnest(mentions), 'mention', 2
        from posts_of_others
        where kind in ('post', 'quote')
      )
      select account_id, post_id::varchar as act_id, user_id, how
      from (select *, row_number() over (partition by account_id, post_id, user_id order by nth) as _nth from named)
      where _nth = 1;`);
  const [found] = await db.rows<{acts: bigint}>(
    "select count(*) as acts from posts_of_others where act_kind is not null"
  );
  if (found!.acts === 0n) return [];
  await db.run(`
    copy (
      with toward as (
        select account_id, act_id, bool_or(user_id = account_id) as is_toward_account from addressed_by_posts group by all
      )
      select p.account_id, post_id::varchar as act_id, author_id as actor_id, act_kind as kind,
        case when t.is_toward_account then p.account_id else in_reply_to_user_id end as target_user_id, post_id,
        referenced_post_id as target_post_id, created_at as "after", created_to as "before", created_at = created_to as is_exact
      from posts_of_others p
      left join toward t on t.account_id = p.account_id and t.act_id = p.post_id::varchar
      where act_kind is not null
    ) to ${tempFile("interactions", part)} (format parquet);
    copy (from addressed_by_posts) to ${tempFile("addressed", part)} (format parquet);`);
  return ["addressed", "interactions"];
}
