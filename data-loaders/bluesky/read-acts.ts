import {freePollAges} from "../../src/networks/polls.ts";
import {networks} from "../../src/networks/networks.ts";
import type {RawRow, TableName} from "../../src/snapshots/tables.ts";
import {
  isUnchanged,
  polledUntil,
  seenUntil,
  type ActMemory,
  type PollKind,
  type WatchedPost
} from "../act-memory.ts";
import {likeRow} from "../like-row.ts";
import {actRows, postRow, writtenAt} from "./act-rows.ts";
import {addresseesOf} from "./acts.ts";
import {
  feedSchema,
  likesSchema,
  quotesSchema,
  read,
  repostsSchema,
  threadSchema,
  type FeedEntry,
  type PostView,
  type ThreadPost
} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {addressOf, windowOf} from "./keys.ts";
import type {Told, ToldAct} from "./notifications.ts";
import {insideOf, type OutsideIds} from "./outside.ts";
import {readPages} from "./pages.ts";
import {actsRequest, feedRequest, threadRequest} from "./requests.ts";

export interface ActOptions {
  client: BlueskyClient;
  /** The account's DID, and since when it is there. */
  account: string;
  createdAt: Date | null;
  memory: ActMemory;
  /** What the account was told of, logged in; null without a login. */
  told: Told | null;
  /** The replies, quotes and mentions that earlier snapshots hold: `act_id`s. */
  known: ReadonlySet<string>;
  ids: OutsideIds;
  append: (table: TableName, row: RawRow) => Promise<void>;
  log?: (what: string) => void;
}

/** An own post as the feed showed it, and when it was asked for. */
interface Seen {
  view: PostView;
  askedAt: Date;
}

/** Counts of own posts are read for so many days: as long as what others did there is asked for. */
const countedDays = 30;
const dayMs = 86_400_000;
const kinds: readonly PollKind[] = ["conversation", "quote", "repost", "like"];

/**
 * Reads the account's own posts down to what is known, and of each whose age has come the answers below it, quotes, reposts
 * and likes. Writes `posts`, `interactions`, `addressed` and `polls`, and moves `memory` on. Returns what went wrong.
 * Mentions elsewhere are not public: they are those that the account was told of.
 */
export async function readActs(options: ActOptions): Promise<string[]> {
  const {client, memory, log} = options;
  const notes: string[] = [];
  log?.("own posts");
  const uris = await readOwnPosts(options, notes);
  // An act has one row, also where its notification and the thread below a post show it.
  const written = new Set<string>();
  if (options.told) await storeTold(options, options.told, written);
  const due = memory.due(client.clock.now(), kinds, freePollAges).filter(({post}) => uris.has(post.id));
  for (const [nth, {post, kinds: asked}] of due.entries()) {
    log?.(`interactions with post ${nth + 1} of ${due.length}`);
    for (const kind of asked) {
      if (client.stopped) return notes;
      await pollPost(options, post, kind, uris.get(post.id)!, written, notes);
    }
  }
  return notes;
}

/** Reads own posts, and returns those that others may still act on, by the id inside. */
async function readOwnPosts(
  {client, account, createdAt, memory, ids, append}: ActOptions,
  notes: string[]
): Promise<Map<string, Seen>> {
  const began = client.clock.now();
  // A post of which an age has come is asked for only where the feed shows it.
  const due = memory.oldestDue(began, kinds, freePollAges) ?? began;
  const oldest = Math.min(
    memory.posts?.to.getTime() ?? 0,
    began.getTime() - countedDays * dayMs,
    due.getTime()
  );
  const posts = new Map<string, Seen>();
  let rows = 0;
  const walk = readPages(client, (cursor) => feedRequest(account, cursor), {
    schema: feedSchema,
    what: "own posts",
    idOf: ({post, reason}: FeedEntry) => reason?.uri ?? post.uri
  });
  let isDown = false;
  let reason: string | null = null;
  let to = began;
  for (let isFirst = true; ; isFirst = false) {
    const {done, value} = await walk.next();
    if (done) {
      [isDown, reason] = [value.ended, value.reason];
      break;
    }
    if (isFirst) to = value.askedAt;
    for (const entry of value.rows) {
      const row = postRow(ids, account, entry);
      // A feed also shows what others wrote and the account answered.
      if (row === null || (entry.reason === null && entry.post.author.did !== account)) continue;
      rows++;
      await append("posts", row);
      if (entry.reason !== null) continue;
      const id = String(row.post_id);
      posts.set(id, {view: entry.post, askedAt: value.askedAt});
      const conversationId = row.conversation_id == null ? null : String(row.conversation_id);
      memory.addPost({id, createdAt: writtenAt(entry.post), conversationId}, String(row.kind), to);
    }
    const times = value.rows.map(
      ({post, reason: why}) => (why?.indexedAt ?? writtenAt(post))?.getTime() ?? oldest
    );
    if (times.length > 0 && times.every((time) => time < oldest)) {
      // What a page hid above is not known to be there.
      [isDown, reason] = [value.lacking === null, value.lacking];
      break;
    }
  }
  await append("polls", {
    account_id: ids.of(account),
    kind: "post",
    target: null,
    from: memory.posts?.to ?? createdAt ?? networks.bluesky.beganAt,
    to,
    rows,
    complete: isDown,
    capped: false
  });
  if (isDown) memory.posts = {id: null, to};
  memory.watchingSince ??= to;
  if (reason !== null) notes.push(`own posts: ${reason}`);
  return posts;
}

/**
 * Stores what the account was told of: posts that address it or stand below its posts, and likes and reposts of posts that are
 * still watched, unless an earlier snapshot holds them. What was not there to be told of earlier began since.
 */
async function storeTold(
  {account, createdAt, memory, known, ids, append}: ActOptions,
  {acts, poll}: Told,
  written: Set<string>
): Promise<void> {
  const account_id = ids.of(account);
  const since = memory.mentions?.to ?? null;
  const atLeast = (after: Date, {isNew}: ToldAct) =>
    isNew && since !== null && since > after ? since : after;
  for (const act of acts) {
    const {uri, did, collection, record, subject, at} = act;
    if (collection === "post") {
      const id = insideOf(uri);
      if (known.has(id) || written.has(id)) continue;
      const {target} = addresseesOf(record).find((one) => one.did === account) ?? {target: null};
      const under = target === null ? undefined : memory.watched.get(insideOf(target));
      // Before the account was there nobody could act toward it.
      const after = atLeast(under?.createdAt ?? createdAt ?? networks.bluesky.beganAt, act);
      const {interaction, addressed} = actRows(ids, account, after, {post: {uri, author: {did}, record}, at});
      written.add(id);
      await append("interactions", interaction);
      for (const row of addressed) await append("addressed", row);
      continue;
    }
    const post = memory.watched.get(insideOf(subject!));
    if (!post) continue;
    const row = likeRow(account_id, collection, insideOf(did), post.id, seenUntil(post, collection), at);
    if (post.acts.has(row.act_id)) continue;
    post.acts.add(row.act_id);
    const {after, before, isExact} = windowOf(act, {after: atLeast(row.after, act), before: at});
    ids.of(did);
    await append("interactions", {...row, after, before, is_exact: isExact});
  }
  await append("polls", {account_id, kind: "mention", target: null, ...poll});
  if (poll.complete) memory.mentions = {id: null, to: poll.to};
}

/** Asks for one kind of acts toward one own post. */
async function pollPost(
  {client, account, ids, append}: ActOptions,
  post: WatchedPost,
  kind: PollKind,
  {view, askedAt}: Seen,
  written: Set<string>,
  notes: string[]
): Promise<void> {
  const reported = {
    conversation: view.replyCount,
    quote: view.quoteCount,
    repost: view.repostCount,
    like: view.likeCount
  }[kind];
  const from = polledUntil(post, kind);
  const account_id = ids.of(account);
  let to = askedAt;
  let rows: number | null = 0;
  let reason: string | null = null;
  const storeActs = async (views: readonly PostView[], at: Date) => {
    rows = (rows ?? 0) + views.length;
    for (const one of views) {
      if (one.author.did === account || written.has(insideOf(one.uri))) continue;
      const {interaction, addressed} = actRows(ids, account, post.createdAt, {post: one, at});
      await append("interactions", interaction);
      for (const row of addressed) await append("addressed", row);
    }
  };
  if (kind === "conversation") {
    try {
      const thread = await client.get(threadRequest(view.uri));
      to = thread.askedAt;
      await storeActs(below(read(thread.body, threadSchema, "thread").thread), thread.at);
    } catch (error) {
      if (!(error instanceof BlueskyFailure)) throw error;
      reason = error.message;
    }
  } else if (kind === "quote") {
    const walk = readPages(client, (cursor) => actsRequest(kind, view.uri, cursor), {
      schema: quotesSchema,
      what: "quotes",
      idOf: ({uri}: PostView) => uri
    });
    for (let step = await walk.next(), isFirst = true; ; step = await walk.next(), isFirst = false) {
      if (step.done) {
        reason = step.value.reason;
        break;
      }
      if (isFirst) to = step.value.askedAt;
      await storeActs(step.value.rows, step.value.at);
    }
  } else if (isUnchanged(post, kind, reported)) {
    rows = null;
  } else if (reported !== 0) {
    const schema = kind === "like" ? likesSchema : repostsSchema;
    const walk = readPages(client, (cursor) => actsRequest(kind, view.uri, cursor), {
      schema,
      what: `${kind}s`,
      idOf: ({did}: {did: string}) => did
    });
    for (let step = await walk.next(), isFirst = true; ; step = await walk.next(), isFirst = false) {
      if (step.done) {
        reason = step.value.reason;
        break;
      }
      if (isFirst) to = step.value.askedAt;
      rows += step.value.rows.length;
      for (const {did} of step.value.rows) {
        const row = likeRow(account_id, kind, ids.of(did), post.id, seenUntil(post, kind), step.value.at);
        if (did === account || post.acts.has(row.act_id)) continue;
        post.acts.add(row.act_id);
        await append("interactions", row);
      }
    }
  }
  // Nothing more is asked in this run: this age is still to come.
  if (client.stopped) return;
  if (reason !== null) notes.push(`${kind} of post ${addressOf(view.uri)!.key}: ${reason}`);
  const poll = {to, complete: reason === null, capped: false};
  await append("polls", {account_id, kind, target: post.id, from, reported_count: reported, rows, ...poll});
  post.polls[kind].push({...poll, reported, isAsked: rows !== null});
}

/** The posts below one in a thread, those that are not shown left out. */
const below = ({replies}: ThreadPost): PostView[] =>
  replies.flatMap((one) => [...(one.post ? [one.post] : []), ...below(one)]);
