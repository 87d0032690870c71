import {agreementMinutes} from "../../../src/networks/bluesky.ts";
import {UserError} from "../../../src/errors.ts";
import type {RawRow} from "../../../src/snapshots/tables.ts";
import {Batches, type BatchEnd, type BatchOptions} from "../../listening/batches.ts";
import {blueskySpoolDir} from "../../listening/kept.ts";
import {Seen} from "../../listening/seen.ts";
import {Spool, type Entry} from "../../listening/spool.ts";
import {holdSpool, storeBatches} from "../../listening/store-batches.ts";
import {timeOfKey} from "../keys.ts";
import {insideOf} from "../outside.ts";
import {readMessage, type StreamMessage} from "./events.ts";
import {
  addressOfFollow,
  recall,
  type Held,
  type Recalled,
  type Relation,
  type StreamAccount
} from "./held.ts";

export interface StreamRecorderOptions extends BatchOptions {
  accounts: readonly StreamAccount[];
}

/** What a recorder did with what came. Nearly all of a stream is about other people. */
export interface StreamCounts {
  stored: number;
  repeated: number;
  /** Records that took the place of another one of the same follow, or stand beside it. */
  replaced: number;
  unused: number;
  unknown: number;
  bytes: number;
}

const source = "bluesky-stream";

const second = 1_000_000;
/** A new connection asks for what came from so long before the last message on: the same instance, or another one. */
const rewindUs = 5 * second;
/** What begins more than this after the last message that was heard did not continue it: the time between is a gap. */
const mostSilenceUs = 60 * second;
/** A record that takes the place of another comes in the same commit; its messages lie this near each other at most. */
const commitUs = 5 * second;
/** A message from further ahead than this is no message of today. */
const mostAheadMs = 5 * 60_000;
/** Clocks of servers differ by this much. */
const agreementMs = agreementMinutes * 60_000;

/** An unfollow that the rest of its commit may still show to be none. */
interface Ending {
  relation: Relation;
  since: Date;
  address: string;
  message: {timeUs: number; rev: string};
  receivedAt: Date;
}

/**
 * Takes messages of the stream, keeps each follow and unfollow of the accounts once with the window in which it happened, and
 * writes them as snapshots, batch by batch. What was taken is on disk before `receive` returns. The time in which the stream
 * was heard without a gap is kept beside it: of any other time nothing is said.
 */
export class StreamRecorder {
  readonly counts: StreamCounts = {stored: 0, repeated: 0, replaced: 0, unused: 0, unknown: 0, bytes: 0};
  readonly #batches: Batches;
  readonly #seen = new Seen();
  readonly #held: Held;
  readonly #knownTo: ReadonlyMap<string, Date>;
  readonly #byDid: ReadonlyMap<string, StreamAccount>;
  #connections = 0;
  #messages = 0;
  #endings: Ending[] = [];
  #lastUs: number | null;
  /** The cursor of the open connection, of which no message has come yet; undefined once one has. */
  #openedWith: number | null | undefined = null;
  #period: {fromUs: number; toUs: number} | null = null;
  #ended: {fromUs: number; toUs: number}[] = [];
  /** What was heard from then on is not all on disk, as where that is full. */
  #unwrittenUs = Infinity;

  private constructor(
    readonly options: StreamRecorderOptions,
    readonly release: () => void,
    spool: Spool,
    {held, seen, heardTo, knownTo}: Recalled
  ) {
    this.#batches = new Batches(spool, source, options, () => this.#end());
    this.#held = held;
    this.#knownTo = knownTo;
    for (const id of seen) this.#seen.add(id);
    this.#lastUs = heardTo === null ? null : heardTo.getTime() * 1000;
    this.#byDid = new Map(options.accounts.map((account) => [account.did, account]));
  }

  /**
   * Opens a data folder for one listener; a second one is refused. Stores what an earlier one left behind. Throws a `UserError`
   * where an account has no snapshot: a deletion could not be told to be one of its followers'.
   */
  static async open(options: StreamRecorderOptions): Promise<StreamRecorder> {
    const {dataDir, accounts, clock, log} = options;
    const spool = new Spool(blueskySpoolDir(dataDir));
    const release = await holdSpool(blueskySpoolDir(dataDir), dataDir);
    try {
      spool.close(clock.now());
      await storeBatches(spool, {dataDir, source, ...(log && {log})});
      const recalled = await recall(dataDir, accounts);
      const [unread] = recalled.unread;
      if (unread)
        throw new UserError(
          `account ${unread.did}: no snapshot says who follows it, and an unfollow names only a record: take one with followback snapshot first`
        );
      return new StreamRecorder(options, release, spool, recalled);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** From when on a new connection is to be asked for what came, in microseconds; null where nothing was heard yet. */
  get cursor(): number | null {
    return this.#lastUs === null ? null : this.#lastUs - rewindUs;
  }

  /** A connection was opened, with this cursor or without one. */
  opened(cursor: number | null): void {
    this.#connections += 1;
    this.#openedWith = cursor;
  }

  /** Takes one message. True where it moves the stream on. */
  receive(text: string, receivedAt: Date): boolean {
    this.counts.bytes += Buffer.byteLength(text);
    this.#messages += 1;
    const message = readMessage(text);
    if (message.type === "unknown" || message.timeUs / 1000 > receivedAt.getTime() + mostAheadMs) {
      this.counts.unknown += 1;
      return false;
    }
    const {timeUs} = message;
    const isNews = this.#lastUs === null || timeUs > this.#lastUs;
    this.#hear(timeUs);
    const earliestUs = Math.min(timeUs, ...this.#endings.map(({message}) => message.timeUs));
    const entries = [...this.#settle(this.#lastUs! - commitUs), ...this.#entriesOf(message, receivedAt)];
    try {
      this.#batches.write(entries, entries.length, this.options.clock.now());
    } catch (error) {
      this.#unwrittenUs = Math.min(this.#unwrittenUs, earliestUs);
      throw error;
    }
    return isNews;
  }

  /** A message that was too long, or not a text: it says nothing, and ends nothing. */
  refuse(bytes: number): void {
    this.counts.bytes += bytes;
    this.counts.unknown += 1;
  }

  /** What was heard is continued where the new connection begins before it, or right behind it; else there is a gap. */
  #hear(timeUs: number) {
    const last = this.#lastUs;
    if (this.#openedWith !== undefined) {
      const isContinued = last !== null && this.#openedWith !== null && timeUs <= last + mostSilenceUs;
      this.#openedWith = undefined;
      if (!isContinued) {
        this.#endPeriod();
        this.#period = {fromUs: timeUs, toUs: timeUs};
      } else this.#period ??= {fromUs: last, toUs: last};
    }
    if (last === null || timeUs > last) this.#lastUs = timeUs;
    if (this.#period && timeUs > this.#period.toUs) this.#period.toUs = timeUs;
  }

  #endPeriod() {
    if (this.#period) this.#ended.push(this.#period);
    this.#period = null;
  }

  /** Stores what is due, in the background: reading goes on. */
  tick(): void {
    this.#batches.tick();
  }

  /** Closes the batch and stores it, with the periods listened so far. */
  flush(): Promise<void> {
    return this.#batches.flush();
  }

  /** Stores everything and lets go of the data folder. */
  async close(): Promise<void> {
    try {
      await this.#batches.close();
    } finally {
      this.release();
    }
  }

  #end(): BatchEnd {
    // What is not settled yet, or could not be written, is heard again: a period ends before it.
    const unsettled = this.#endings.map(({message}) => message.timeUs);
    const open = Math.min(this.#unwrittenUs, ...unsettled) - 1000;
    const periods = [...this.#ended, ...(this.#period ? [this.#period] : [])];
    return {
      periods: this.options.accounts.flatMap(({id: account}) =>
        periods.map(({fromUs, toUs}) => ({
          account,
          from: new Date(Math.max(Math.ceil(fromUs / 1000), this.#knownTo.get(account)!.getTime())),
          to: new Date(Math.floor(Math.min(toUs, open) / 1000))
        }))
      ),
      facts: () => ({
        requests: [
          {endpoint: "jetstream", requests: this.#connections, resources: this.#messages, dollars: 0}
        ],
        notes: []
      }),
      onClosed: () => {
        this.#ended = [];
        this.#connections = 0;
        this.#messages = 0;
      }
    };
  }

  #entriesOf(message: Exclude<StreamMessage, {type: "unknown"}>, receivedAt: Date): Entry[] {
    if (message.type === "follow") return this.#entriesOfFollow(message, receivedAt);
    if (message.type === "deletion") {
      if (this.#noteDeletion(message, receivedAt) === 0) this.counts.unused += 1;
      return [];
    }
    const user = message.type === "account" ? insideOf(message.did) : null;
    const accounts = user === null ? [] : this.#held.accountsOf(user);
    if (message.type !== "account" || accounts.length === 0) {
      this.counts.unused += 1;
      return [];
    }
    const at = new Date(Math.min(Math.floor(message.timeUs / 1000), receivedAt.getTime()));
    return accounts.flatMap((account): Entry[] => {
      if (!this.#isNew(`${account} account:${user}:${message.timeUs}`)) return [];
      const row: RawRow = {account_id: account, user_id: user, status: message.state, status_at: at};
      return [{table: "users", row}, ...this.#outsideIds(account, message.did)];
    });
  }

  #entriesOfFollow(message: Extract<StreamMessage, {type: "follow"}>, receivedAt: Date): Entry[] {
    const {did, key, subject, rev, timeUs} = message;
    const address = addressOfFollow(did, key);
    const relations = did === subject || address === null ? [] : this.#relationsOf(did, subject);
    // A record may be put in the place of another one under its key, which followed somebody else.
    if (address !== null) this.#noteDeletion(message, receivedAt, relations);
    if (relations.length === 0) this.counts.unused += 1;
    return relations.flatMap(({relation, other}): Entry[] => {
      const {account, user} = relation;
      if (this.#held.has(address!, relation)) {
        this.counts.repeated += 1;
        return [];
      }
      const ending = this.#endings.find((one) => isSame(one.relation, relation));
      const isReplaced = ending !== undefined && ending.message.rev === rev;
      if (isReplaced) this.#endings = this.#endings.filter((one) => one !== ending);
      const before = ending !== undefined && !isReplaced ? this.#settle(Infinity, ending) : [];
      const window = windowOf({timeUs, rev}, receivedAt);
      const isFirst = this.#held.add(address!, relation, window.before);
      if (isReplaced || !isFirst) {
        this.counts.replaced += 1;
        return before;
      }
      const eventId = `follow:${address}:${rev}`;
      if (!this.#isNew(`${account} ${eventId}`)) return before;
      const row = {...sidesOf(relation), ...window, event_id: eventId, kind: "follow", is_exact: false};
      return [
        ...before,
        {table: "events", row: {account_id: account, ...row, delivery: "live"}},
        ...this.#outsideIds(account, other, user)
      ];
    });
  }

  /**
   * A record is gone: an unfollow, unless the same commit puts another one in its place, or another one is left. Returns how
   * many follows had it.
   */
  #noteDeletion(
    message: {did: string; key: string; timeUs: number; rev: string},
    receivedAt: Date,
    stays: readonly {relation: Relation}[] = []
  ): number {
    const address = addressOfFollow(message.did, message.key);
    if (address === null || stays.some(({relation}) => this.#held.has(address, relation))) return 0;
    const {ended, had} = this.#held.remove(address);
    for (const {relation, since} of ended)
      this.#endings.push({relation, since, address, message, receivedAt});
    return had;
  }

  /** Unfollows of commits that are over: those up to a time, or one of them. */
  #settle(untilUs: number, only?: Ending): Entry[] {
    const due = this.#endings.filter((one) => (only ? one === only : one.message.timeUs <= untilUs));
    if (due.length === 0) return [];
    this.#endings = this.#endings.filter((one) => !due.includes(one));
    return due.flatMap(({relation, since, address, message, receivedAt}): Entry[] => {
      const eventId = `unfollow:${address}:${message.rev}`;
      if (!this.#isNew(`${relation.account} ${eventId}`)) return [];
      const {after, before} = windowOf(message, receivedAt);
      // It was there when it was last known to be.
      const from = after !== null && after > since ? after : since < before ? since : before;
      const row = {
        ...sidesOf(relation),
        event_id: eventId,
        kind: "unfollow",
        after: from,
        before,
        is_exact: false
      };
      return [{table: "events", row: {account_id: relation.account, ...row, delivery: "live"}}];
    });
  }

  /** The follows between tracked accounts and others that a record of one party about another makes. */
  #relationsOf(did: string, subject: string): {relation: Relation; other: string}[] {
    const [follower, followed] = [this.#byDid.get(did), this.#byDid.get(subject)];
    return [
      ...(followed
        ? [{relation: {account: followed.id, user: insideOf(did), direction: "inbound" as const}, other: did}]
        : []),
      ...(follower
        ? [
            {
              relation: {account: follower.id, user: insideOf(subject), direction: "outbound" as const},
              other: subject
            }
          ]
        : [])
    ];
  }

  #isNew(id: string): boolean {
    const isNew = this.#seen.add(id);
    if (isNew) this.counts.stored += 1;
    else this.counts.repeated += 1;
    return isNew;
  }

  #outsideIds = (account: string, did: string, id = insideOf(did)): Entry[] => [
    {table: "outside_ids", row: {account_id: account, id, owner_id: id, text: did}}
  ];
}

const isSame = (a: Relation, b: Relation) =>
  a.account === b.account && a.user === b.user && a.direction === b.direction;

const sidesOf = ({account, user, direction}: Relation) =>
  direction === "inbound" ? {source_id: user, target_id: account} : {source_id: account, target_id: user};

/**
 * When a commit was made: after the time that its server gave it (its revision), less what clocks differ by, and before the
 * stream had it. Where the two contradict each other no earliest time is known.
 */
function windowOf({timeUs, rev}: {timeUs: number; rev: string}, receivedAt: Date) {
  const before = new Date(Math.min(Math.floor(timeUs / 1000), receivedAt.getTime()));
  const madeAt = timeOfKey(rev)?.getTime();
  const after = madeAt === undefined ? null : new Date(madeAt - agreementMs);
  return {after: after !== null && after < before ? after : null, before};
}
