import {agreementMinutes, notificationPages} from "../../src/networks/bluesky.ts";
import {addresseesOf} from "./acts.ts";
import {claimOf} from "./act-rows.ts";
import {
  notificationsSchema,
  toldActSchema,
  toldFollowSchema,
  type NotificationRow,
  type OddRow
} from "./answers.ts";
import type {BlueskyClient} from "./client.ts";
import {addressOf, isAgreed, timeOfKey, type RecordAddress} from "./keys.ts";
import {readPages} from "./pages.ts";
import {notificationsRequest} from "./requests.ts";

// What others did toward the account, as the account itself is told. Kinds come from the records: a notification has one reason
// for a post, and hides that a mention also answers and quotes.

/** A post, a like or a repost of somebody else that the account was told of. */
export interface ToldAct {
  uri: string;
  did: string;
  /** `post` is whatever a post may be: a reply, a quote, a mention. */
  collection: "post" | "like" | "repost";
  record: unknown;
  /** The post that is liked or reposted; null for a post. */
  subject: string | null;
  keyAt: Date | null;
  claimedAt: Date | null;
  /** It was not there to be told of when notifications were last read whole. */
  isNew: boolean;
  /** When it was read. */
  at: Date;
}

/** The row of `polls` that says which mentions, replies and quotes would have been seen. */
export interface MentionPoll {
  from: Date;
  to: Date;
  rows: number;
  complete: boolean;
  capped: boolean;
}

export interface Told {
  /** What records of follows of the account claim of their time, by the owner and the key: `did key`. */
  follows: Map<string, Date>;
  acts: ToldAct[];
  poll: MentionPoll;
  /** What went wrong; null where nothing did. */
  note: string | null;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/**
 * A notification stands where its record claims to be made, and may come later: servers hear of each other's records with delay. So
 * later looks read so far below what an earlier one had read.
 */
const lateMinutes = 60;
/** A server may hold back the newest for moments: so short before it was asked nothing counts as read whole. */
const heldMinutes = agreementMinutes;
/** How far back the first look claims to know of everything: how long notifications are kept is not published. */
const firstDays = 30;

const collections = {
  "app.bsky.feed.post": "post",
  "app.bsky.feed.like": "like",
  "app.bsky.feed.repost": "repost"
} as const;
const followCollection = "app.bsky.graph.follow";

export interface NotificationOptions {
  client: BlueskyClient;
  /** The account's DID, which is logged in, and since when it is there. */
  account: string;
  createdAt: Date | null;
  /** When notifications were last read whole; null: never. */
  since: Date | null;
  log?: (what: string) => void;
}

/**
 * Reads notifications, the newest first: at the first look to their end, later down to what was read whole; a hundred pages at
 * most. A row that cannot be understood is left out, and the time that it may be of does not count as read whole. What is undone is
 * not told of, nor whom the account mutes or blocks; a record that claims an old time lies deep, and may be missed.
 */
export async function readNotifications(options: NotificationOptions): Promise<Told> {
  const {client, account, since, log} = options;
  const told = new ToldRows(account, since);
  const downTo = since && new Date(since.getTime() - lateMinutes * minuteMs);
  const walk = readPages(client, notificationsRequest, {
    schema: notificationsSchema,
    what: "notifications",
    idOf: ({uri}: NotificationRow | OddRow) => uri ?? ""
  });
  let to = client.clock.now();
  let end: "down" | "capped" | "failed" | null = null;
  let reason: string | null = null;
  let reached: Date | null = null;
  for (let page = 1; end === null; page++) {
    log?.(`notifications, page ${page}`);
    const {done, value} = await walk.next();
    if (done) {
      end = value.ended ? "down" : "failed";
      ({reason} = value);
      break;
    }
    if (page === 1) to = new Date(value.askedAt.getTime() - heldMinutes * minuteMs);
    for (const row of value.rows) told.take(row, value.at);
    const times = value.rows.map(({indexedAt}) => indexedAt);
    reached = earliest([reached, ...times]);
    const isBelow = downTo !== null && times.every((time) => time !== null && time < downTo);
    if (isBelow && times.length > 0) end = "down";
    else if (page === notificationPages && !value.isLast) end = "capped";
    if (end !== null && value.lacking !== null) [end, reason] = ["failed", value.lacking];
  }
  const poll = pollOf(told, {to, end: end!, reached}, options);
  const odd = told.odd.length > 0 ? `${told.odd.length} could not be understood` : null;
  return {
    follows: told.follows,
    acts: told.acts,
    poll,
    note: [reason, odd].filter((why) => why !== null).join("; ") || null
  };
}

/** What time a walk covers: never more than what it read, and of what an earlier one read nothing twice. */
function pollOf(
  told: ToldRows,
  {to, end, reached}: {to: Date; end: "down" | "capped" | "failed"; reached: Date | null},
  {since, createdAt}: NotificationOptions
): MentionPoll {
  const floor = since ?? latest(new Date(to.getTime() - firstDays * dayMs), createdAt);
  // Of a time from which nothing is left to be told it is not known that everything is.
  const known = since ?? earliest(told.agreed.filter((at) => at <= to)) ?? to;
  const wanted = latest(floor, known);
  const from = end === "capped" ? latest(floor, reached) : wanted;
  const isWhole = end === "down" || (end === "capped" && reached !== null);
  const isSpoilt = told.odd.some((at) => at === null || at > from);
  return {
    from: from < to ? from : to,
    to,
    rows: told.acts.filter(({collection}) => collection === "post").length,
    complete: isWhole && !isSpoilt,
    capped: end === "capped" && from > floor
  };
}

/** The rows of a walk, each once. */
class ToldRows {
  readonly follows = new Map<string, Date>();
  readonly acts: ToldAct[] = [];
  /** When rows that were not understood are taken to be made; null where they do not say. */
  readonly odd: (Date | null)[] = [];
  /** The times of records whose key and claim agree. */
  readonly agreed: Date[] = [];
  readonly #seen = new Set<string>();

  constructor(
    readonly account: string,
    readonly since: Date | null
  ) {}

  take(row: NotificationRow | OddRow, at: Date): void {
    if (row.uri === null) {
      this.odd.push(row.indexedAt);
      return;
    }
    const {uri, author, reason, record, indexedAt} = row;
    const address = addressOf(uri)!;
    if (author.did === this.account || this.#seen.has(uri)) return;
    const what = this.#whatOf(address, author.did, reason, record);
    if (what === null) return;
    if (what === "odd") {
      this.odd.push(indexedAt);
      return;
    }
    this.#seen.add(uri);
    const keyAt = timeOfKey(address.key);
    const {claimedAt} = what;
    if (isAgreed(keyAt, claimedAt)) this.agreed.push(keyAt);
    if (what.collection === "follow") {
      if (claimedAt) this.follows.set(`${author.did} ${address.key}`, claimedAt);
      return;
    }
    const {collection, subject} = what;
    const isNew = this.since !== null && indexedAt !== null && indexedAt > this.since;
    this.acts.push({uri, did: author.did, collection, record, subject, keyAt, claimedAt, isNew, at});
  }

  /** What a record is to the account: null where it is nothing that counts, and `odd` where it cannot be what it is told to be. */
  #whatOf(
    {did, collection}: RecordAddress,
    author: string,
    reason: string,
    record: unknown
  ):
    | {
        collection: ToldAct["collection"] | "follow";
        subject: string | null;
        claimedAt: Date | null;
      }
    | null
    | "odd" {
    if (reason === "follow") {
      const {data} = toldFollowSchema.safeParse(record);
      // A follow of which nothing is told is asked for.
      if (did !== author || collection !== followCollection || data?.subject !== this.account) return null;
      return {collection: "follow", subject: null, claimedAt: data.createdAt};
    }
    const kind = Object.hasOwn(collections, collection)
      ? collections[collection as keyof typeof collections]
      : null;
    if (reason === "like" || reason === "repost") {
      const {data} = toldActSchema.safeParse(record);
      const subject = data?.subject.uri ?? "";
      if (did !== author || kind !== reason || addressOf(subject)?.did !== this.account) return null;
      return {collection: kind, subject, claimedAt: data!.createdAt};
    }
    const isSpeech = reason === "reply" || reason === "quote" || reason === "mention";
    const addressees = addresseesOf(record);
    const isToward = addressees.some((one) => one.did === this.account);
    // Answers to others stand below the account's posts too.
    const isAct = isToward || (reason === "reply" && addressees.length > 0);
    if (isAct && did === author && kind === "post")
      return {collection: kind, subject: null, claimedAt: claimOf(record)};
    return isSpeech ? "odd" : null;
  }
}

function earliest(times: readonly (Date | null)[]): Date | null {
  let first: Date | null = null;
  for (const time of times) if (time !== null && (first === null || time < first)) first = time;
  return first;
}

const latest = (one: Date, other: Date | null): Date => (other !== null && other > one ? other : one);
