import type {Database} from "../src/duckdb.ts";
import {conversationAges, pollAges} from "../src/networks/polls.ts";

/** What is asked for of one post; where that costs, a conversation only of the post that began it. */
export type PolledKind = "repost" | "quote" | "like";
export type PollKind = PolledKind | "conversation";

/** An own post, as far as it matters when it is asked for. */
interface OwnPost {
  id: string;
  createdAt: Date | null;
  conversationId: string | null;
}

const dayMs = 86_400_000;

/** A missed age is caught up while the post is no older than this, in days. */
const oldestDays = 90;
/** A post that was already older than this, in days, when watching began is not polled. */
const watchedDays = 30;
/** After so many polls that failed, an age is given up. */
const pollTries = 3;

/** Down to where a timeline was read: the newest id then, if any, and the time of that poll. */
export interface Mark {
  id: string | null;
  to: Date;
}

interface Poll {
  to: Date;
  complete: boolean;
  capped: boolean;
  /** How many acts there were, as the network said; null where it did not. */
  reported: number | null;
  /** The acts themselves were asked for; a count that had not changed was answer enough. */
  isAsked: boolean;
}

/** An own post that still has ages to come. */
export interface WatchedPost {
  id: string;
  createdAt: Date;
  /** Whether it began a conversation of its own. */
  isHead: boolean;
  polls: Record<PollKind, Poll[]>;
  /** Acts toward it that are already stored: `act_id`s. */
  acts: Set<string>;
}

/** What earlier snapshots of an account say of its posts and acts, so that each is asked for once. */
export class ActMemory {
  posts: Mark | null = null;
  mentions: Mark | null = null;
  /** Since when own posts are being read: the `to` of the first such poll. */
  watchingSince: Date | null = null;
  /** All own posts ever seen. */
  readonly own = new Set<string>();
  readonly watched = new Map<string, WatchedPost>();

  /** Takes in an own post as read at `now`. */
  addPost(post: OwnPost, kind: string | null, now: Date): void {
    this.own.add(post.id);
    if (kind === "repost" || !post.createdAt || this.watched.has(post.id)) return;
    const began = this.watchingSince ?? now;
    if (post.createdAt.getTime() < began.getTime() - watchedDays * dayMs) return;
    this.watched.set(post.id, {
      id: post.id,
      createdAt: post.createdAt,
      isHead: (kind === "post" || kind === "quote") && (post.conversationId ?? post.id) === post.id,
      polls: {repost: [], quote: [], like: [], conversation: []},
      acts: new Set()
    });
  }

  /** The posts for which an age (days) has come at `now` that was not polled since, with the kinds to ask for, oldest first. */
  due<K extends PollKind>(
    now: Date,
    kinds: readonly K[],
    ages: readonly number[] = pollAges
  ): {post: WatchedPost; kinds: K[]}[] {
    const due: {post: WatchedPost; kinds: K[]}[] = [];
    for (const post of this.watched.values()) {
      const days = (now.getTime() - post.createdAt.getTime()) / dayMs;
      const asked = kinds.filter((kind) => isDue(post, kind, now, ages));
      if (days > oldestDays || (days >= ages.at(-1)! && asked.length === 0)) this.watched.delete(post.id);
      else if (asked.length > 0) due.push({post, kinds: asked});
    }
    return due.sort((a, b) => a.post.createdAt.getTime() - b.post.createdAt.getTime());
  }

  /** When the oldest of the posts was written of which an age has come at `now` that was not polled since; null where there is none. */
  oldestDue(now: Date, kinds: readonly PollKind[], ages: readonly number[]): Date | null {
    let oldest: Date | null = null;
    for (const post of this.watched.values()) {
      const isOver = now.getTime() - post.createdAt.getTime() > oldestDays * dayMs;
      if (isOver || (oldest !== null && oldest <= post.createdAt)) continue;
      if (kinds.some((kind) => isDue(post, kind, now, ages))) oldest = post.createdAt;
    }
    return oldest;
  }

  /** The posts whose conversation is to be asked for at `now`, oldest first. */
  dueConversations(now: Date): WatchedPost[] {
    return [...this.watched.values()]
      .filter((post) => post.isHead && isDue(post, "conversation", now, conversationAges))
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }
}

function isDue({createdAt, polls}: WatchedPost, kind: PollKind, now: Date, ages: readonly number[]): boolean {
  const age = ages.findLast((days) => createdAt.getTime() + days * dayMs <= now.getTime());
  if (age === undefined) return false;
  const dueAt = createdAt.getTime() + age * dayMs;
  const since = polls[kind].filter(({to}) => to.getTime() >= dueAt);
  return since.length < pollTries && !since.some(({complete}) => complete);
}

/** The end of the last complete poll of a kind, else the post's own beginning. */
export const polledUntil = ({createdAt, polls}: WatchedPost, kind: PollKind): Date =>
  polls[kind].findLast(({complete}) => complete)?.to ?? createdAt;

/**
 * Until when every act of a kind would have been seen: a poll that was capped may have hidden some, and behind a count
 * that stayed the same one may have gone and another come.
 */
export const seenUntil = ({createdAt, polls}: WatchedPost, kind: PollKind): Date =>
  polls[kind].findLast(({complete, capped, isAsked}) => complete && !capped && isAsked)?.to ?? createdAt;

/** Whether the network counts as many acts of a kind as it did when all of them were last read: then there is nothing to pay for. */
export function isUnchanged({polls}: WatchedPost, kind: PolledKind, reported: number | null): boolean {
  const last = polls[kind].findLast(({complete, isAsked}) => complete && isAsked);
  return reported !== null && last !== undefined && !last.capped && last.reported === reported;
}

/** Reads the memory of one account from the raw tables attached as `raw`. `now` bounds how far back posts matter. */
export async function recallActs(db: Database, account: string, now: Date): Promise<ActMemory> {
  const memory = new ActMemory();
  const own = `account_id = ${BigInt(account)}`;
  const [polled] = await db.rows<Record<string, Date | null>>(`
    select max("to") filter (where kind = 'post' and complete) as posts,
      min("to") filter (where kind = 'post') as since
    from raw.polls where ${own} and target is null`);
  const mentionsTo = await mentionsReadTo(db, own);
  memory.watchingSince = polled?.since ?? null;
  const posts = await db.rows<{
    id: bigint;
    created_at: Date | null;
    kind: string | null;
    conversation: bigint | null;
  }>(`
    select post_id as id, any_value(created_at) as created_at, any_value(kind) as kind,
      any_value(conversation_id) as conversation
    from raw.posts where ${own} and author_id = account_id group by post_id order by post_id`);
  const oldest = now.getTime() - oldestDays * dayMs;
  for (const {id, created_at: createdAt, kind, conversation} of posts) {
    const isOld = createdAt !== null && createdAt.getTime() < oldest;
    const conversationId = conversation === null ? null : String(conversation);
    memory.addPost({id: String(id), createdAt: isOld ? null : createdAt, conversationId}, kind, now);
  }
  if (polled?.posts) {
    const known = posts.filter(({created_at: at}) => at !== null && at <= polled.posts!);
    memory.posts = {id: known.length > 0 ? String(known.at(-1)!.id) : null, to: polled.posts};
  }
  if (mentionsTo !== null) {
    const [newest] = await db.rows<{id: bigint | null}>(`
      select max(post_id) as id from raw.interactions
      where ${own} and kind in ('reply', 'quote', 'mention')
        -- What others write to each other in a conversation stands in no timeline of mentions.
        and (target_user_id is null or target_user_id = account_id)
        and before <= timestamp '${mentionsTo.toISOString().replace("Z", "")}'`);
    memory.mentions = {id: newest?.id ? String(newest.id) : null, to: mentionsTo};
  }
  await recallPolls(db, own, memory);
  return memory;
}

/**
 * Until when all mentions were read; null where never. A period that the user declares for a file goes on with what was read
 * where it begins no later than that ended: else the time between would never be asked for.
 */
async function mentionsReadTo(db: Database, own: string): Promise<Date | null> {
  const polls = await db.rows<{from: Date; to: Date; is_declared: boolean}>(`
    select "from", "to", coalesce(declared, false) as is_declared from raw.polls
    where ${own} and target is null and kind = 'mention' and complete order by "to"`);
  let readTo = polls.findLast(({is_declared}) => !is_declared)?.to ?? null;
  if (readTo === null) return polls.at(-1)?.to ?? null;
  for (const {from, to} of polls) if (from <= readTo && to > readTo) readTo = to;
  return readTo;
}

async function recallPolls(db: Database, own: string, {watched}: ActMemory) {
  if (watched.size === 0) return;
  const ids = [...watched.keys()].join(", ");
  const polls = await db.rows<{
    target: bigint;
    kind: PollKind;
    to: Date;
    complete: boolean;
    capped: boolean;
    reported: bigint | null;
    is_asked: boolean;
  }>(`
    select target, kind, "to", complete, capped, reported_count as reported, rows is not null as is_asked from raw.polls
    where ${own} and kind in ('repost', 'quote', 'like', 'conversation') and target in (${ids}) order by "to"`);
  for (const {target, kind, to, complete, capped, reported, is_asked: isAsked} of polls) {
    const poll = {to, complete, capped, reported: reported === null ? null : Number(reported), isAsked};
    watched.get(String(target))!.polls[kind].push(poll);
  }
  const acts = await db.rows<{target: bigint; act: string}>(`
    select distinct target_post_id as target, act_id as act from raw.interactions
    where ${own} and kind in ('repost', 'quote', 'like') and target_post_id in (${ids})`);
  for (const {target, act} of acts) watched.get(String(target))!.acts.add(act);
}
