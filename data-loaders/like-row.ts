/**
 * The row of `interactions` of a like or a repost that a list shows without a time: it happened after the poll before, or the
 * post itself, and before the page that shows it.
 */
export const likeRow = (
  account: string,
  kind: "like" | "repost",
  actor: string,
  post: string,
  after: Date,
  before: Date
) => ({
  account_id: account,
  act_id: `${kind}:${actor}:${post}`,
  actor_id: actor,
  kind,
  target_user_id: account,
  target_post_id: post,
  after,
  before,
  is_exact: false
});
