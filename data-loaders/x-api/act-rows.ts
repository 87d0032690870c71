import type {XPost} from "../x/protocol/answers.ts";

// Rows of the raw tables `posts` and `interactions`; see src/snapshots/tables.ts for the columns.

/** What an own post is, the strongest first. */
export function kindOf({references, inReplyToUserId}: XPost): "post" | "reply" | "quote" | "repost" {
  const has = (type: string) => references.some((reference) => reference.type === type);
  if (has("reposted")) return "repost";
  if (has("replied_to") || inReplyToUserId !== null) return "reply";
  return has("quoted") ? "quote" : "post";
}

/** An own post with its counts at this moment. */
export const postRow = (account: string, post: XPost) => ({
  account_id: account,
  post_id: post.id,
  author_id: post.authorId,
  created_at: post.createdAt,
  kind: kindOf(post),
  conversation_id: post.conversationId,
  in_reply_to_user_id: post.inReplyToUserId,
  referenced_post_id: post.references[0]?.id ?? null,
  hashtags: post.hashtags,
  mentions: post.mentions,
  urls: post.urls,
  lang: post.lang,
  reposts_count: post.reposts,
  replies_count: post.replies,
  likes_count: post.likes,
  quotes_count: post.quotes,
  impressions_count: post.impressions
});

/** An act that is a post of its own and so has an exact time. */
export const actRow = (account: string, post: XPost, kind: string, target: string | null) => ({
  account_id: account,
  act_id: post.id,
  actor_id: post.authorId,
  kind,
  target_user_id: account,
  post_id: post.id,
  target_post_id: target,
  after: post.createdAt,
  before: post.createdAt,
  is_exact: true
});

/** A like: it happened after the poll before, or the post itself, and before the page that shows it. */
export const likeRow = (account: string, liker: string, post: string, after: Date, before: Date) => ({
  account_id: account,
  act_id: `like:${liker}:${post}`,
  actor_id: liker,
  kind: "like",
  target_user_id: account,
  target_post_id: post,
  after,
  before,
  is_exact: false
});

/** What a mention is: an answer to the account, a quote of one of its posts, or just a mention. */
export function mentionOf(post: XPost, account: string, own: ReadonlySet<string>) {
  const of = (type: string) => post.references.find((reference) => reference.type === type)?.id ?? null;
  if (post.inReplyToUserId === account) return {kind: "reply", target: of("replied_to")};
  const quoted = of("quoted");
  if (quoted !== null && own.has(quoted)) return {kind: "quote", target: quoted};
  const reposted = of("reposted");
  if (reposted !== null && own.has(reposted)) return {kind: "repost", target: reposted};
  return {kind: "mention", target: null};
}
