import {isUnchanged, polledUntil, seenUntil, type PolledKind, type WatchedPost} from "../act-memory.ts";
import {actRow, addressedRows, addresseesOf, postRow, referenceOf} from "./act-rows.ts";
import {likeRow} from "../like-row.ts";
import {
  lackingPostFields,
  postSchema,
  readPage,
  userSchema,
  type XPost,
  type XUser
} from "../x/protocol/answers.ts";
import type {Client} from "./client.ts";
import {XFailure} from "../x/protocol/failure.ts";
import {readPages, type Page} from "./pages.ts";
import {likersRequest, postsRequest, quotesRequest, repostsRequest} from "../x/protocol/requests.ts";
import {likersCap, lookupSize} from "../../src/networks/x.ts";
import type {ActOptions} from "./act-options.ts";

/** An own post as X showed it; null where X said that it is gone. */
export interface Seen {
  post: XPost | null;
  askedAt: Date;
}

/** Own posts as they are now, with their counts: those that are due and were not just read. */
export async function refreshPosts(
  {client, account, append}: ActOptions,
  ids: readonly string[],
  notes: string[]
) {
  const posts = new Map<string, Seen>();
  for (let from = 0; from < ids.length && !client.stopped; from += lookupSize) {
    try {
      const {body, askedAt} = await client.get(postsRequest(ids.slice(from, from + lookupSize)));
      const {items, problems} = readPage(body, postSchema);
      for (const {subject, type} of problems) {
        if (subject !== null && type === "resource-not-found") posts.set(subject, {post: null, askedAt});
      }
      for (const post of items) {
        posts.set(post.id, {post, askedAt});
        if (post.authorId === account) await append("posts", postRow(account, post));
      }
    } catch (error) {
      // Without counts the polls still work: they only cannot say how many acts X reports.
      if (!(error instanceof XFailure)) throw error;
      if (!client.stopped) notes.push(`counts of ${ids.length} own posts: ${error.message}`);
    }
  }
  return posts;
}

/**
 * Polls one kind of acts toward one own post. Acts already stored are not stored again, and where X counts as many as
 * when all were last read, nothing is asked: the row of the poll then has no `rows`.
 */
export async function pollPost(
  {client, account, append}: ActOptions,
  post: WatchedPost,
  kind: PolledKind,
  seen: Seen | null,
  notes: string[]
) {
  const from = polledUntil(post, kind);
  const reported = seen?.post
    ? {repost: seen.post.reposts, quote: seen.post.quotes, like: seen.post.likes}[kind]
    : null;
  const isGone = seen !== null && seen.post === null;
  const poll = {to: seen?.askedAt ?? client.clock.now(), capped: false, complete: !isGone};
  let rows: number | null = 0;
  if (!isGone && isUnchanged(post, kind, reported)) rows = null;
  // X's own count of zero is an answer; asking for an empty list would only use up the limit.
  else if (!isGone && reported !== 0) {
    const {pages, end} = await readAll(client, kind, post.id);
    // Nothing more is asked of X: this age is still to come, and no poll was had.
    if (client.stopped && pages.length === 0) return;
    poll.to = pages[0]?.askedAt ?? client.clock.now();
    const read = await store(pages);
    rows = read.rows;
    // Acts without author or time are acts that were not seen.
    poll.complete = end.ended && read.unusable === 0;
    // X counts its hundred before it leaves out whoever is suspended: fewer rows than a hundred may be capped too.
    poll.capped =
      kind === "like" && (reported === null ? rows >= likersCap : reported > likersCap && rows < reported);
    if (read.unusable > 0)
      notes.push(`${kind}s of post ${post.id}: X sent ${read.unusable} without author or time`);
    if (end.reason) notes.push(`${kind}s of post ${post.id}: ${end.reason}`);
  }
  await append("polls", {
    account_id: account,
    kind,
    target: post.id,
    from,
    reported_count: reported,
    rows,
    ...poll
  });
  post.polls[kind].push({...poll, reported, isAsked: rows !== null});

  /** Stores the acts that were not stored before, and says how many rows came and how many say too little. */
  async function store(pages: readonly Page<XPost | XUser>[]) {
    let [rows, unusable] = [0, 0];
    for (const {items, at} of pages) {
      for (const item of items) {
        rows += 1;
        // Among quotes X gives reposts of quotes too, unless it is asked not to (docs.x.com, quote_tweets, `exclude`).
        if (kind === "quote" && "authorId" in item && referenceOf(item, "reposted") !== null) continue;
        const row = rowOf(account, kind, post, item, at);
        if (!row) unusable += 1;
        if (!row || row.actor_id === account || post.acts.has(row.act_id)) continue;
        post.acts.add(row.act_id);
        await append("interactions", row);
        // A repost or like addresses the account alone, which its own row says.
        if (kind !== "quote" || !("authorId" in item)) continue;
        const addressees = addresseesOf(item, (quoted) => (quoted === post.id ? account : null));
        const toward = addressees.some(({user}) => user === account)
          ? addressees
          : [...addressees, {user: account, how: "quote" as const}];
        for (const addressed of addressedRows(account, item, toward)) await append("addressed", addressed);
      }
    }
    return {rows, unusable};
  }
}

async function readAll(client: Client, kind: PolledKind, id: string) {
  const walk =
    kind === "like"
      ? readPages(client, (token) => likersRequest(id, token), {item: userSchema})
      : readPages(client, (token) => (kind === "repost" ? repostsRequest : quotesRequest)(id, token), {
          item: postSchema,
          lacking: lackingPostFields
        });
  const pages: Page<XPost | XUser>[] = [];
  for (;;) {
    const {done, value} = await walk.next();
    if (done) return {pages, end: value};
    pages.push(value);
  }
}

function rowOf(account: string, kind: PolledKind, post: WatchedPost, item: XPost | XUser, at: Date) {
  if (!("authorId" in item)) return likeRow(account, "like", item.id, post.id, seenUntil(post, kind), at);
  return item.authorId && item.createdAt ? actRow(account, item, kind, post.id) : null;
}
