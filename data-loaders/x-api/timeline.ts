import {lackingPostFields, postSchema, type XPost} from "../x/protocol/answers.ts";
import type {Mark} from "../act-memory.ts";
import type {Client} from "./client.ts";
import {readPages, type WalkEnd} from "./pages.ts";
import type {XRequest} from "../x/protocol/requests.ts";

/** A timeline as read from the top down to what was known. */
export interface Reading {
  /** Usable posts after the mark, newest first. */
  posts: XPost[];
  newest: string | null;
  rows: number;
  /** The moment the newest page was asked for: what came later was not looked for. */
  to: Date;
  /** The known part was reached, or there is nothing older than what was read. */
  reached: boolean;
  complete: boolean;
  reason: string | null;
}

/**
 * Where no post is known to stop at, only times tell what was read: X shows a post a moment after it was written, and the clock of
 * this machine may be ahead of X's. So much is read again.
 */
const lateMs = 3_600_000;

/**
 * Reads a timeline from the top down to the mark. X is asked for posts after the one before the marked one, so that
 * the marked one comes too and shows that nothing between was cut; if it was deleted, being well below X's cap does.
 */
export async function readDown(
  client: Client,
  request: (token: string | null, sinceId: string | null) => XRequest,
  mark: Mark | null,
  cap: number
): Promise<Reading> {
  const sinceId = mark?.id ? String(BigInt(mark.id) - 1n) : null;
  const isKnown = (post: XPost) =>
    mark !== null &&
    (mark.id === null
      ? post.createdAt !== null && post.createdAt.getTime() <= mark.to.getTime() - lateMs
      : BigInt(post.id) <= BigInt(mark.id));
  const reading: Reading = {
    posts: [],
    newest: null,
    rows: 0,
    to: client.clock.now(),
    reached: false,
    complete: true,
    reason: null
  };
  const pages = readPages(client, (token) => request(token, sinceId), {
    item: postSchema,
    lacking: lackingPostFields
  });
  let isFirst = true;
  for (;;) {
    const {done, value} = await pages.next();
    if (done) return finish(reading, value, cap);
    if (isFirst) reading.to = value.askedAt;
    isFirst = false;
    for (const post of value.items) {
      if (isKnown(post)) {
        reading.reached = true;
        return reading;
      }
      reading.rows++;
      if (reading.newest === null || BigInt(post.id) > BigInt(reading.newest)) reading.newest = post.id;
      if (post.authorId !== null && post.createdAt !== null) reading.posts.push(post);
      else {
        reading.complete = false;
        reading.reason = "X sent posts without author or time";
      }
    }
  }
}

function finish(reading: Reading, end: WalkEnd, cap: number): Reading {
  // X filters after it cuts, so that a cut timeline may be a little shorter than the cap.
  if (end.ended) return {...reading, reached: reading.rows < 0.95 * cap};
  return {...reading, complete: false, reason: end.reason};
}

/** The poll row of a timeline, and the mark the next reading goes down to. */
export function settle(reading: Reading, mark: Mark | null, createdAt: Date) {
  const {to, rows, reached, complete} = reading;
  const oldest = reading.posts.at(-1)?.createdAt ?? to;
  const from = reached && complete ? (mark?.to ?? createdAt) : oldest;
  const next = complete ? {id: reading.newest ?? mark?.id ?? null, to} : mark;
  const capped = complete && !reached;
  return {poll: {from, to, rows, reported_count: null, capped, complete}, mark: next};
}
