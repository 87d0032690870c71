import type {Judgement} from "../../src/estimators/lists.ts";
import {writeSnapshot, type Manifest, type SnapshotFacts} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {readActs} from "./acts.ts";
import type {XUser} from "./answers.ts";
import type {Client} from "./client.ts";
import type {Clock} from "./clock.ts";
import {canReadHead, walkHead} from "./head.ts";
import {lookUp} from "./lookups.ts";
import {recallMemory, type Memory} from "./memory.ts";
import {billOf, pricesOf} from "./prices.ts";
import {maybeReadProfile, readProfile} from "./profile.ts";
import type {ListName} from "./requests.ts";
import {isMutual, walkList} from "./walk.ts";
import {userRow} from "./user-row.ts";

export type {Memory} from "./memory.ts";

const source = "x-api";

export interface SnapshotOptions {
  dataDir: string;
  /** The account's id. */
  account: string;
  client: Client;
  clock: Clock;
  /** Read only the newest part of each list, where enough is known for that. */
  head: boolean;
  /**
   * The memory a previous `takeSnapshot` of this account returned, so that a long-running process does not read the
   * store again. It moves on while a snapshot is taken: drop it if `takeSnapshot` throws.
   */
  memory?: Memory;
  tell?: (done: number, message: string) => void;
}

/** How one list came out. `rows` as served; `reason` as the walk ended; `isHead`: only the newest part was asked for. */
export interface ListVerdict extends Judgement {
  list: ListName;
  rows: number;
  reason: string | null;
  isHead: boolean;
}

export interface TakenSnapshot {
  id: string;
  /** False if this very observation was stored before, and nothing was asked or added. */
  isNew: boolean;
  manifest: Manifest;
  memory: Memory;
  lists: ListVerdict[];
}

/**
 * Takes one snapshot of an account: `following`, then `followers`, look-ups of whoever a complete list no longer
 * shows, then posts and acts; all of it written at once. A list that stopped early is kept as far as it came. Throws
 * `UserError`, with nothing written, where the account's profile cannot be read.
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<TakenSnapshot> {
  const {dataDir, account, client, clock} = options;
  const takenAt = clock.now();
  const profile = await readProfile(client, account);
  let memory = options.memory;
  let lists: ListVerdict[] = [];
  const plan = {source, takenAt, key: `${account} ${takenAt.toISOString()}`} as const;
  const {id, isNew, manifest} = await writeSnapshot(dataDir, plan, async (writer) => {
    memory ??= await recallMemory(dataDir, account, takenAt);
    const taking = new Taking(options, writer, memory, takenAt);
    const facts = await taking.run(profile);
    lists = taking.verdicts;
    return facts;
  });
  memory ??= await recallMemory(dataDir, account, takenAt);
  return {id, isNew, manifest, memory, lists};
}

/** One snapshot while it is being taken. */
class Taking {
  readonly verdicts: ListVerdict[] = [];
  readonly #notes: string[] = [];
  /** Profiles by id, the latest last: whoever is looked up after they stood in a list is as the look-up says. */
  readonly #users = new Map<string, RawRow>();
  #done = 0;

  constructor(
    readonly options: SnapshotOptions,
    readonly writer: SnapshotWriter,
    readonly memory: Memory,
    readonly takenAt: Date
  ) {}

  async run(before: XUser): Promise<SnapshotFacts> {
    const {account, client} = this.options;
    const isOwner = (await client.owner()) === account;
    this.#notes.push(isOwner ? ownedPrices : withoutOwner(client.kind));
    const between = await this.#takeList("following", isOwner, before);
    await this.#takeList("followers", isOwner, between);
    await this.#lookUpMissing();
    for (const row of this.#users.values()) await this.writer.append("users", row);
    const notes = await readActs({
      client,
      account,
      createdAt: before.createdAt ?? new Date("2006-03-21T00:00:00Z"),
      withLikers: isOwner,
      memory: this.memory.acts,
      append: (table, row) => this.writer.append(table, row),
      tell: (message) => this.#tell(message)
    });
    this.#notes.push(...notes);
    const dialects = client.takeDialects();
    if (dialects.length > 1) this.#notes.push("X mixed its two field dialects; both were read");
    return {
      accounts: [account],
      requests: billOf(client.takeLedger(), isOwner),
      dialect: dialects[0] ?? null,
      notes: this.#notes
    };
  }

  /** Walks one list and stores it as served. Returns the profile as it is after the walk. */
  async #takeList(list: ListName, isOwner: boolean, before: XUser | null): Promise<XUser | null> {
    const {account, client, clock, head} = this.options;
    const known = this.memory.lists(list, source);
    const isHead = head && canReadHead(known);
    const options = {account, list, connection: isOwner};
    const walk = isHead ? walkHead(client, options, known) : walkList(client, options);
    const ids = new Set<string>();
    const startedAt = clock.now();
    let finishedAt = startedAt;
    let rows = 0;
    let pages = 0;
    let step = await walk.next();
    for (; !step.done; step = await walk.next()) {
      const {items, at} = step.value;
      finishedAt = at;
      if (pages++ === 0) this.#checkFields(list, items, isOwner);
      for (const user of items) {
        const row = {account_id: account, user_id: user.id, position: rows++, page_at: at};
        await this.writer.append(list, {...row, is_mutual: isMutual(list, user)});
        if (user.id === account) continue;
        ids.add(user.id);
        this.#seeUser(user, at);
      }
      this.#done += items.length;
      this.#tell(`${list}, ${rows} rows`);
    }
    let {ended, reason} = step.value;
    if (pages === 0) finishedAt = clock.now();
    const after = await maybeReadProfile(client, account);
    const counts = {countBefore: before?.[list] ?? null, countAfter: after?.[list] ?? null};
    // Of a small account nothing else would tell an empty answer from everybody's leaving.
    if (ended && rows === 0 && counts.countBefore === null && counts.countAfter === null)
      [ended, reason] = [false, "empty, and the profile gives no count to hold it against"];
    const judgement = known.judge({source, ended, reason, ids: [...ids], ...counts});
    this.verdicts.push({list, rows, reason, isHead, ...judgement});
    if (judgement.verdict === "partial") this.#notes.push(`${list}: partial: ${judgement.why}`);
    else if (reason !== null && reason !== "head") this.#notes.push(`${list}: cut short: ${reason}`);
    await this.writer.append("lists", {
      account_id: account,
      list,
      source,
      taken_at: this.takenAt,
      ended,
      reason,
      started_at: startedAt,
      finished_at: finishedAt,
      pages,
      count_before: counts.countBefore,
      count_after: counts.countAfter,
      order_violations: judgement.violations,
      additions_only: false
    });
    return after;
  }

  /** X drops a field name that it does not know without a word: better said once than found in the marts. */
  #checkFields(list: ListName, users: readonly XUser[], isOwner: boolean) {
    const isAbsent = (has: (user: XUser) => unknown) =>
      users.length > 0 && !users.some((user) => has(user) !== null);
    const absent = [
      isAbsent(({createdAt}) => createdAt) && "created_at",
      isAbsent(({followers}) => followers) && "public_metrics",
      isOwner && isAbsent(({connection}) => connection) && "connection_status"
    ].filter(Boolean);
    if (absent.length > 0) this.#notes.push(`${list}: X was asked for ${absent.join(", ")} and sent none`);
  }

  async #lookUpMissing() {
    const missing = [...new Set(this.verdicts.flatMap((verdict) => verdict.missing))];
    if (missing.length > 0) this.#tell(`looking up ${missing.length} people who are no longer listed`);
    for (const {id, status, at, user} of await lookUp(this.options.client, missing)) {
      const listed = this.#users.get(id);
      if (user) this.#seeUser(user, at);
      // A look-up that told nothing does not take back that the other list has just shown them.
      else if (!listed || status !== "unresolved") {
        const row = listed ?? {account_id: this.options.account, user_id: id};
        this.#users.set(id, {...row, status, status_at: at});
      }
    }
  }

  #seeUser(user: XUser, at: Date) {
    this.#users.set(user.id, userRow(this.options.account, user, at));
  }

  #tell(message: string) {
    this.options.tell?.(this.#done, message);
  }
}

const ownedPrices = `prices of ${pricesOf}, for an account that owns the developer app; otherwise lists cost ten times as much`;

const withoutOwner = (kind: Client["kind"]) =>
  kind === "bearer"
    ? "bearer token: who follows whom back (is_mutual) and likers were not asked"
    : "the user token is not the account's own: who follows whom back (is_mutual) and likers were not asked";
