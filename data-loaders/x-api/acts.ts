import type {PolledKind} from "../act-memory.ts";
import {
  actRow,
  addressedRows,
  addresseesOfMention,
  isOthersRepost,
  kindOf,
  mainAddressee,
  mentionOf,
  postRow
} from "./act-rows.ts";
import {pollPost, refreshPosts, type Seen} from "./post-polls.ts";
import {pollConversations} from "./conversations.ts";
import {mentionsRequest, timelineRequest} from "../x/protocol/requests.ts";
import {readDown, settle} from "./timeline.ts";
import {caps} from "../../src/networks/x.ts";
import type {ActOptions} from "./act-options.ts";

/**
 * Reads the account's own posts and its mentions down to what is known, then reposts, quotes and likers of own posts
 * whose age has come, and, if asked to, the conversations they began. Writes `posts`, `interactions` and `polls`, and moves `memory` on. Returns what went wrong.
 */
export async function readActs(options: ActOptions): Promise<string[]> {
  const {client, memory, log} = options;
  const notes: string[] = [];
  if (client.stopped) return [];
  log?.("own posts");
  const fresh = await readOwnPosts(options, notes);
  if (client.stopped) return notes;
  log?.("mentions");
  await readMentions(options, notes);
  if (options.withConversations) await pollConversations(options, notes);
  const kinds: PolledKind[] = options.withLikers ? ["repost", "quote", "like"] : ["repost", "quote"];
  const due = memory.due(client.clock.now(), kinds);
  const stale = due.map(({post}) => post.id).filter((id) => !fresh.has(id));
  const refreshed = await refreshPosts(options, stale, notes);
  for (const [nth, {post, kinds: asked}] of due.entries()) {
    log?.(`interactions with post ${nth + 1} of ${due.length}`);
    const seen = fresh.get(post.id) ?? refreshed.get(post.id) ?? null;
    for (const kind of asked) {
      if (client.stopped) return notes;
      await pollPost(options, post, kind, seen, notes);
    }
  }
  return notes;
}

async function readOwnPosts(
  {client, account, createdAt, memory, append}: ActOptions,
  notes: string[]
): Promise<Map<string, Seen>> {
  const reading = await readDown(
    client,
    (token, sinceId) => timelineRequest(account, token, sinceId),
    memory.posts,
    caps.post
  );
  for (const post of reading.posts) {
    await append("posts", postRow(account, post));
    memory.addPost(post, kindOf(post), reading.to);
  }
  const {poll, mark} = settle(reading, memory.posts, createdAt);
  await append("polls", {account_id: account, kind: "post", target: null, ...poll});
  memory.posts = mark;
  memory.watchingSince ??= reading.to;
  if (reading.reason) notes.push(`own posts: ${reading.reason}`);
  return new Map(reading.posts.map((post) => [post.id, {post, askedAt: reading.to}]));
}

async function readMentions({client, account, createdAt, memory, append}: ActOptions, notes: string[]) {
  const reading = await readDown(
    client,
    (token, sinceId) => mentionsRequest(account, token, sinceId),
    memory.mentions,
    caps.mention
  );
  for (const post of reading.posts) {
    if (post.authorId === account || isOthersRepost(post, memory.own)) continue;
    const addressees = addresseesOfMention(post, account, memory.own);
    const {kind, target} = mentionOf(post, account, memory.own, addressees);
    const toward = mainAddressee(account, addressees);
    await append("interactions", actRow(account, post, kind, target, toward));
    for (const row of addressedRows(account, post, addressees)) await append("addressed", row);
  }
  const {poll, mark} = settle(reading, memory.mentions, createdAt);
  await append("polls", {account_id: account, kind: "mention", target: null, ...poll});
  memory.mentions = mark;
  if (reading.reason) notes.push(`mentions: ${reading.reason}`);
}
