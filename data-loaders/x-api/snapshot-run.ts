import type {Judged} from "../../src/lists/lists.ts";
import {networks} from "../../src/networks/networks.ts";
import type {SnapshotFacts} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {readActs} from "./acts.ts";
import type {XUser} from "../x/protocol/answers.ts";
import type {Client} from "./client.ts";
import type {Clock} from "../clock.ts";
import {adviceFor} from "../x/protocol/failure.ts";
import {canReadHead, walkHead} from "./head.ts";
import {lookUp} from "./lookups.ts";
import type {Memory} from "./memory.ts";
import {maybeReadProfile} from "./profile.ts";
import {readInterests, type InterestOptions} from "./interests.ts";
import type {ListName} from "../x/protocol/requests.ts";
import {isMutual, lackingFields, walkList} from "./walk.ts";
import {userRow} from "./user-row.ts";

const source = "x-api";

export interface SnapshotRunOptions {
  account: string;
  client: Client;
  clock: Clock;
  head: boolean;
  conversations: boolean;
  interests: InterestOptions | undefined;
  /** The token's user is the account. */
  isOwner: boolean;
  log?: (done: number, message: string, total: number) => void;
}

/** How one list came out. `rows` as served; `reason` as the walk ended; `isHead`: only the newest part was asked for. */
export interface JudgedList extends Judged<string> {
  list: ListName;
  rows: number;
  reason: string | null;
  isHead: boolean;
}

/** A walk that stood still for longer than this, in milliseconds, may have missed people who came and went. */
const longPause = 30 * 60_000;
const iso = (at: Date) => at.toISOString().replace(/\.\d+/, "");

/** One snapshot while it is being taken. */
export class SnapshotRun {
  readonly judged: JudgedList[] = [];
  readonly #notes: string[] = [];
  /** Profiles by id, the latest last: whoever is looked up after they stood in a list is as the look-up says. */
  readonly #users = new Map<string, RawRow>();
  /** When the last page came: somebody nobody could look up was not looked up then. */
  #lastAt: Date | null = null;
  #done = 0;
  #total = 0;

  constructor(
    readonly options: SnapshotRunOptions,
    readonly writer: SnapshotWriter,
    readonly memory: Memory,
    readonly takenAt: Date
  ) {}

  async run(before: XUser): Promise<SnapshotFacts> {
    const {account, client, isOwner} = this.options;
    if (!this.options.head) this.#total = (before.following ?? 0) + (before.followers ?? 0);
    this.#notes.push(pricesNote(client, isOwner));
    if (!isOwner) this.#notes.push(withoutOwner(client.kind));
    const between = await this.#takeList("following", before);
    await this.#takeList("followers", between);
    await this.#lookUpMissing();
    for (const row of this.#users.values()) await this.writer.append("users", row);
    const notes = await readActs({
      client,
      account,
      createdAt: before.createdAt ?? networks.x.beganAt,
      withLikers: isOwner,
      withConversations: this.options.conversations,
      memory: this.memory.acts,
      append: (table, row) => this.writer.append(table, row),
      log: (message) => this.#log(message)
    });
    this.#notes.push(...notes, ...(await this.#readInterests()));
    // Another run would come no further, and store the same once more.
    if (client.stopped && !client.hasNews && !client.isSilent)
      throw adviceFor(client.stopped, client.tokenName);
    const dialects = client.takeDialects();
    if (dialects.length > 1) this.#notes.push("X mixed its two field dialects; both were read");
    return {
      accounts: [account],
      requests: client.takeBill(),
      ...(client.stopped && {stopped: client.stopped.message}),
      dialect: dialects[0] ?? null,
      notes: this.#notes
    };
  }

  async #readInterests(): Promise<string[]> {
    const {account, client, interests} = this.options;
    const {memory} = this;
    if (!interests || !memory.interests || client.stopped) return [];
    return readInterests({
      ...interests,
      client,
      account,
      memory: memory.interests,
      isShown: (id) => {
        const user = this.#users.get(id);
        if (user?.status === "active") return typeof user.protected === "boolean" ? !user.protected : null;
        return user === undefined || user.status === "unresolved" ? null : false;
      },
      append: (table, row) => this.writer.append(table, row),
      log: (message) => this.#log(message)
    });
  }

  /** Walks one list and stores it as served. Returns the profile as it is after the walk. */
  async #takeList(list: ListName, before: XUser | null): Promise<XUser | null> {
    const {account, client, clock, head, isOwner} = this.options;
    const stop = () => client.stopped?.message ?? null;
    if (stop() !== null) return this.#leaveOut(list, stop());
    const known = this.memory.lists(list, source);
    const isHead = head && canReadHead(known);
    const options = {account, list, connection: isOwner};
    const walk = isHead ? walkHead(client, options, known) : walkList(client, options);
    const ids = new Set<string>();
    const lacking = new Set<string>();
    let startedAt: Date | null = null;
    let finishedAt: Date | null = null;
    let rows = 0;
    let selfRows = 0;
    let pages = 0;
    let step = await walk.next();
    for (; !step.done; step = await walk.next()) {
      const {items, askedAt, at} = step.value;
      // Of a walk that is gone on with, the first pages were asked for by an earlier run.
      if (finishedAt !== null && askedAt.getTime() - finishedAt.getTime() > longPause)
        this.#notes.push(`${list}: continued after a pause, from ${iso(finishedAt)} to ${iso(askedAt)}`);
      startedAt ??= askedAt;
      finishedAt = at;
      this.#lastAt = at;
      pages++;
      for (const field of lackingFields(items, options)) lacking.add(field);
      for (const user of items) {
        const row = {account_id: account, user_id: user.id, position: rows++, page_at: at};
        await this.writer.append(list, {...row, is_mutual: isMutual(list, user)});
        if (user.id === account) {
          selfRows++;
          continue;
        }
        ids.add(user.id);
        this.memory.interests?.see(list, user.id, at, isMutual(list, user));
        this.#seeUser(user, at);
      }
      this.#done += items.length;
      this.#log(`${list}, ${rows} rows`);
    }
    let {ended, reason} = step.value;
    if (pages === 0 && stop() !== null) return this.#leaveOut(list, stop());
    // X drops a field name that it does not know without a word: better said once than found in the marts.
    if (lacking.size > 0)
      this.#notes.push(`${list}: X was asked for ${[...lacking].join(", ")} and sent none`);
    const after = await maybeReadProfile(client, account);
    const counts = {countBefore: before?.[list] ?? null, countAfter: after?.[list] ?? null};
    // Of a small account nothing else would tell an empty answer from everybody's leaving.
    if (ended && rows === 0 && counts.countBefore === null && counts.countAfter === null)
      [ended, reason] = [false, "empty, and the profile gives no count to hold it against"];
    const now = clock.now();
    const startedMs = (startedAt ?? now).getTime();
    const judgement = known.judge({source, ended, reason, ids: [...ids], ...counts, startedMs});
    this.judged.push({list, rows, reason, isHead, ...judgement});
    if (judgement.verdict === "complete" && list === "followers")
      this.memory.interests?.finish(finishedAt ?? now);
    if (judgement.verdict === "partial") this.#notes.push(`${list}: partial: ${judgement.why}`);
    else if (reason !== null && reason !== "head") this.#notes.push(`${list}: cut short: ${reason}`);
    await this.writer.append("lists", {
      account_id: account,
      list,
      source,
      taken_at: this.takenAt,
      ended,
      reason,
      started_at: startedAt ?? now,
      finished_at: finishedAt ?? now,
      // Of a list without rows the writer counts none, and writes its empty table.
      ...(rows > 0 && {
        rows,
        self_rows: selfRows,
        distinct_rows: ids.size,
        duplicate_rows: rows - selfRows - ids.size
      }),
      pages,
      count_before: counts.countBefore,
      count_after: counts.countAfter,
      is_newest_first: true,
      order_violations: judgement.violations,
      additions_only: false
    });
    return after;
  }

  /** A list of which nothing was read is no observation. */
  #leaveOut(list: ListName, why: string | null) {
    this.#notes.push(`${list}: not read: ${why}`);
    return null;
  }

  async #lookUpMissing() {
    const {account, client} = this.options;
    const {memory, judged} = this;
    const again = memory.unresolved.filter((id) => !this.#users.has(id));
    const missing = [...new Set([...judged.flatMap((list) => list.missing), ...again])];
    memory.unresolved = [];
    const now = () => (client.stopped ? (this.#lastAt ?? this.takenAt) : this.options.clock.now());
    if (missing.length > 0) this.#log(`looking up ${missing.length} people who are no longer listed`);
    for (const {id, status, at, user} of await lookUp(client, missing, now)) {
      const listed = this.#users.get(id);
      if (status === "unresolved") memory.unresolved.push(id);
      if (user) this.#seeUser(user, at);
      // A look-up that told nothing does not take back that the other list has just shown them.
      else if (!listed || status !== "unresolved") {
        const row = listed ?? {account_id: account, user_id: id};
        this.#users.set(id, {...row, status, status_at: at});
      }
    }
    const unresolved = memory.unresolved.length;
    if (unresolved > 0)
      this.#notes.push(
        client.stopped
          ? `look-ups: ${unresolved} of ${missing.length} people no longer listed were not looked up`
          : `look-ups: no answer from X for ${unresolved} of ${missing.length} people no longer listed`
      );
  }

  #seeUser(user: XUser, at: Date) {
    this.#users.set(user.id, userRow(this.options.account, user, at));
  }

  #log(message: string) {
    this.options.log?.(this.#done, message, this.#total);
  }
}

function pricesNote({prices}: Client, isOwner: boolean) {
  const which = isOwner
    ? ": the owner's price, for an account that registered the developer app itself, and the full price, up to ten times as much"
    : "";
  return `prices of ${prices.of}${which}`;
}

const withoutOwner = (kind: Client["kind"]) =>
  kind === "bearer"
    ? "bearer token: who follows whom back (is_mutual) and likers were not asked"
    : "the user token is not the account's own: who follows whom back (is_mutual) and likers were not asked";
