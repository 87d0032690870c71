import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import {actRow, addressedRows, addresseesOfMention, mainAddressee} from "../x-api/act-rows.ts";
import type {XPost, XUser} from "../x/protocol/answers.ts";
import {hideSecrets} from "../access/hide.ts";
import {userRow} from "../x-api/user-row.ts";
import {Batches, type BatchOptions, type Period} from "../listening/batches.ts";
import {readDelivery, type ActKind, type Activity} from "./events.ts";
import {spoolDir} from "../listening/kept.ts";
import {Seen} from "../listening/seen.ts";
import {Spool, type Entry} from "../listening/spool.ts";
import {holdSpool} from "../listening/store-batches.ts";
import {windowOf, type Outage} from "./windows.ts";

export interface RecorderOptions extends BatchOptions {
  /** Ids of the accounts whose events are kept. */
  accounts: readonly string[];
  /** What must not be kept, should X repeat it in an event. */
  secrets?: readonly string[];
}

/** What a recorder did with what came. */
export interface Counts {
  stored: number;
  repeated: number;
  /** Of other people, or of a kind no table takes. */
  unused: number;
  unknown: number;
}

/** X's prices of an event, in dollars; see src/plan/prices.ts for their day. */
const eventPrice = {follow: 0.01, unfollow: 0.01, act: 0.005, other: 0.005};
/** How far back a replay can reach is a day; what was stored since then is known by its id. */
const memoryMs = 2 * 86_400_000;
const mostNames = 40;

/**
 * Takes deliveries, keeps each event once with its receipt window, and writes them as snapshots, batch by batch. What
 * was taken is on disk before `receive` returns; what a killed process left there is stored by the next one.
 */
export class Recorder {
  readonly counts: Counts = {stored: 0, repeated: 0, unused: 0, unknown: 0};
  readonly #batches: Batches;
  readonly #seen = new Seen();
  readonly #accounts: ReadonlySet<string>;
  #billed = new Map<keyof typeof eventPrice, number>();
  #connections = 0;
  #mostSilentMs = Infinity;
  #isAskedForAll = true;
  /** When the first follow or unfollow came that X was asked for of an account. */
  readonly #askedFor = new Map<string, Date>();
  #names = new Map<string, number>();
  #period: Period | null = null;
  #ended: Period[] = [];

  private constructor(
    readonly options: RecorderOptions,
    readonly release: () => void
  ) {
    this.#accounts = new Set(options.accounts);
    this.#batches = new Batches(new Spool(spoolDir(options.dataDir)), "x-activity", options, () => ({
      periods: options.accounts.flatMap((account) => this.#periodsOf(account)),
      facts: () => this.#facts(),
      onClosed: () => {
        this.#ended = [];
        this.#billed = new Map();
        this.#connections = 0;
        this.#names = new Map();
      }
    }));
  }

  /** Opens a data folder for one listener; a second one is refused. Stores what an earlier one left behind. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const release = await holdSpool(spoolDir(options.dataDir), options.dataDir);
    const recorder = new Recorder(options, release);
    try {
      recorder.#batches.spool.close(options.clock.now());
      await recorder.#batches.store();
      await recorder.#recallSeen();
    } catch (error) {
      release();
      throw error;
    }
    return recorder;
  }

  /**
   * Takes deliveries that arrived at one moment; `outage` is set while they may be of a stretch that was missed. Where it
   * throws, as on a full disk, nothing was taken: the same deliveries are new when they come again.
   */
  receive(texts: readonly string[], receivedAt: Date, outage: Outage | null = null): Activity[] {
    const {secrets = []} = this.options;
    const activities = texts.flatMap((text) => readDelivery(hideSecrets(text, secrets)));
    const fresh: string[] = [];
    const entries = activities.flatMap((activity) => this.#entriesOf(activity, receivedAt, outage, fresh));
    try {
      this.#batches.write(entries, fresh.length, receivedAt);
    } catch (error) {
      // X sends again what was not acknowledged.
      for (const key of fresh) this.#seen.forget(key);
      this.counts.stored -= fresh.length;
      throw error;
    }
    return activities;
  }

  /**
   * The line was opened: from now on nothing is missed, as long as it gives a sign of life within `mostSilentMs` milliseconds after
   * the last one. `isAskedForAll`: X is known to be asked for the follows of every account. Else that is known of an account from
   * its first follow or unfollow on.
   */
  connected(at: Date, mostSilentMs: number, isAskedForAll: boolean): void {
    this.#connections += 1;
    this.#mostSilentMs = mostSilentMs;
    this.#isAskedForAll = isAskedForAll;
    this.#period = {from: at, to: at};
    this.lastHeard = at;
  }

  /** The line gave a sign of life. A longer silence was not listened to. */
  heard(at: Date): void {
    if (this.isSilent(at)) {
      this.disconnected();
      this.#period = {from: at, to: at};
    } else if (this.#period) this.#period.to = at;
    this.lastHeard = at;
  }

  /** Whether an open line gave no sign of life for longer than that before `at`. */
  isSilent(at: Date): boolean {
    return this.#period !== null && at.getTime() - this.#period.to.getTime() > this.#mostSilentMs;
  }

  /** The line broke: what it covered ends with the last sign of life. */
  disconnected(): void {
    if (this.#period && this.#period.to > this.#period.from) this.#ended.push(this.#period);
    this.#period = null;
  }

  /** When the line was last known to be alive, in this process or in what is stored; null where never. */
  lastHeard: Date | null = null;

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
    this.disconnected();
    try {
      await this.#batches.close();
    } finally {
      this.release();
    }
  }

  #periodsOf(account: string) {
    const since = this.#isAskedForAll ? new Date(0) : this.#askedFor.get(account);
    if (since === undefined) return [];
    return [...this.#ended, ...(this.#period ? [this.#period] : [])].map(({from, to}) => ({
      account,
      from: from > since ? from : since,
      to
    }));
  }

  #facts(): Extract<Entry, {facts: unknown}>["facts"] {
    const resources = [...this.#billed.values()].reduce((sum, count) => sum + count, 0);
    const dollars = [...this.#billed].reduce((sum, [type, count]) => sum + count * eventPrice[type], 0);
    const requests = [
      {
        endpoint: "/2/activity/stream",
        requests: this.#connections,
        resources,
        dollars: Math.round(dollars * 1e6) / 1e6
      }
    ];
    const notes = [...this.#names].map(([name, count]) => `${name}: ${count}`).sort();
    return {requests, notes};
  }

  /** What is to be kept of an activity; the keys by which it is known from now on are added to `fresh`. */
  #entriesOf(activity: Activity, receivedAt: Date, outage: Outage | null, fresh: string[]): Entry[] {
    if (activity.type === "replay_done") return [];
    if (activity.type === "unknown") {
      this.counts.unknown += 1;
      this.#note(`not understood, dropped: ${activity.name}`);
      return [];
    }
    const type = activity.type;
    this.#billed.set(type, (this.#billed.get(type) ?? 0) + 1);
    if (activity.type === "other") {
      this.counts.unused += 1;
      this.#note(`of no use, dropped: ${activity.name}`);
      return [];
    }
    const concerned =
      activity.type === "act"
        ? [activity.account].filter((id) => this.#accounts.has(id) && activity.post.authorId !== id)
        : [activity.source.id, activity.target.id].filter((id) => this.#accounts.has(id));
    if (concerned.length === 0 || (activity.type !== "act" && activity.source.id === activity.target.id)) {
      this.counts.unused += 1;
      this.#note("for accounts not tracked, dropped");
      return [];
    }
    if (activity.type !== "act" && !this.#askedFor.has(activity.account))
      this.#askedFor.set(activity.account, receivedAt);
    const entries = concerned.flatMap((account): Entry[] => {
      const key = keyOf(account, activity);
      if (!this.#seen.add(key)) {
        this.counts.repeated += 1;
        return [];
      }
      fresh.push(key);
      this.counts.stored += 1;
      if (activity.type === "act") {
        const wanted = {reply: "replied_to", quote: "quoted", repost: "reposted", mention: null}[
          activity.kind
        ];
        const target = activity.post.references.find(({type}) => type === wanted)?.id ?? null;
        return rowsOfAct(account, activity.post, activity.kind, target);
      }
      const {source, target, eventId} = activity;
      const row: RawRow = {
        account_id: account,
        event_id: eventId,
        kind: activity.type,
        source_id: source.id,
        target_id: target.id,
        ...windowOf(receivedAt, outage),
        is_exact: false
      };
      return [
        {table: "events", row},
        ...profileOf(account, source.id === account ? target : source, receivedAt)
      ];
    });
    return entries;
  }

  /** Counts what is worth a note, under a limited number of names. */
  #note(name: string) {
    const key = this.#names.has(name) || this.#names.size < mostNames ? name : "others";
    this.#names.set(key, (this.#names.get(key) ?? 0) + 1);
  }

  /** What is stored since the earliest replay, and what still waits on disk, is known by its id. */
  async #recallSeen() {
    const {dataDir, clock} = this.options;
    const {spool} = this.#batches;
    for (const batch of spool.batches()) {
      for await (const entry of spool.read(batch))
        if ("row" in entry && entry.table === "events")
          this.#seen.add(`${entry.row.account_id} ${String(entry.row.event_id)}`);
    }
    await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      const since = new Date(clock.now().getTime() - memoryMs).toISOString();
      const events = await db.rows<{account: string; id: string}>(`
        select account_id::varchar as account, event_id as id from raw.events
        where delivery <> 'import' and "before" >= '${since}'::timestamp order by "before" desc limit ${this.#seen.most}`);
      for (const {account, id} of events.reverse()) this.#seen.add(`${account} ${id}`);
      const accounts = [...this.#accounts].join(", ");
      const [last] = await db.rows<{at: Date | null}>(`
        select max("to") as at from raw.stream_periods
        where snapshot_id like '%-x-activity-%' and account_id in (${accounts || "null"})`);
      this.lastHeard = last?.at ?? null;
    });
  }
}

const keyOf = (account: string, activity: Extract<Activity, {eventId: string}>) =>
  activity.type === "act"
    ? `${account} ${activity.kind}:${activity.post.id}`
    : `${account} ${activity.eventId}`;

/** An act with whom it addresses: X's word for a reply or a quote is that it is one of the account. */
function rowsOfAct(account: string, post: XPost, kind: ActKind, target: string | null): Entry[] {
  const named = addresseesOfMention(post, account, new Set(kind === "quote" && target ? [target] : []));
  const isToward = kind === "mention" || named.some(({user}) => user === account);
  const addressees = isToward ? named : [...named, {user: account, how: kind}];
  const act = actRow(account, post, kind, target, mainAddressee(account, addressees));
  return [
    {table: "interactions", row: act},
    ...addressedRows(account, post, addressees).map((row): Entry => ({table: "addressed", row}))
  ];
}

/** The other side's profile, where the event carries one. It says nothing of when it stops being so. */
function profileOf(account: string, user: XUser, at: Date): Entry[] {
  if (user.username === null) return [];
  return [{table: "users", row: userRow(account, user, at)}];
}
