import {
  holdStore,
  readManifest,
  snapshotId,
  writeSnapshot,
  type Manifest
} from "../../src/snapshots/store.ts";
import {hasSnapshot, type SnapshotPlan} from "../../src/snapshots/store.ts";
import {Client} from "./client.ts";
import type {Clock} from "./clock.ts";
import {Journal, unfinished, type Paid} from "./journal.ts";
import {recallMemory, type Memory} from "./memory.ts";
import {StaleWalk} from "./pages.ts";
import {pricesIn} from "./prices.ts";
import {findOwner, readProfile} from "./profile.ts";
import {Taking, type ListVerdict} from "./taking.ts";

export type {Memory} from "./memory.ts";
export type {ListVerdict} from "./taking.ts";

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
  /** Keep every answer on disk until the snapshot is whole, to go on after a kill. Only a simulation needs no journal. */
  isJournaled?: boolean;
  /** Called as rows come, with how many of how many (0 = not known) are there. */
  tell?: (done: number, message: string, total: number) => void;
  /** Called with what a person should know beside the result: an earlier run that is gone on with, or given up. */
  say?: (line: string) => void;
}

export interface TakenSnapshot {
  id: string;
  /** False if this very observation was stored before, and nothing was asked or added. */
  isNew: boolean;
  /** The account's username as X showed it; null where it did not. */
  username: string | null;
  manifest: Manifest;
  memory: Memory;
  lists: ListVerdict[];
}

/**
 * Takes one snapshot of an account: `following`, then `followers`, look-ups of whoever a complete list no longer
 * shows, then posts and acts; all of it written at once. A list that stopped early is kept as far as it came. Throws
 * `UserError`, with nothing written, where the account's profile cannot be read.
 *
 * What an interrupted run of the same UTC day had read is not asked for again; what one of an earlier day had read is
 * stored as partial before the new snapshot begins.
 */
export function takeSnapshot(options: SnapshotOptions): Promise<TakenSnapshot> {
  return holdStore(options.dataDir, () => take(options));
}

async function take(options: SnapshotOptions): Promise<TakenSnapshot> {
  const {dataDir, account, head, clock, isJournaled = true} = options;
  const plan = {source: "x-api", takenAt: clock.now()} as const;
  if (!isJournaled) return run(options, {...plan, key: keyOf(account, plan.takenAt)}, null);
  const left = await Journal.open(dataDir, account);
  const fate: Fate = left ? await decide(options, left) : {};
  if (fate.done) return fate.done;
  const journal = fate.journal ?? Journal.begin(dataDir, {account, head, takenAt: clock.now()}, fate.unpaid);
  const {memory, ...rest} = options;
  return journaled(fate.isStoreChanged || !memory ? rest : options, journal);
}

/** What becomes of an earlier run's journal. */
interface Fate {
  /** The snapshot was whole all along. */
  done?: TakenSnapshot;
  /** It is gone on with. */
  journal?: Journal;
  /** It is given up, and no snapshot has what it cost: the next one's bill takes that over. */
  unpaid?: readonly Paid[];
  isStoreChanged?: boolean;
}

/** What observation a snapshot is: one account at one time. */
const keyOf = (account: string, takenAt: Date) => `${account} ${takenAt.toISOString()}`;

const planOf = ({account, takenAt}: Journal["facts"]): SnapshotPlan => ({
  source: "x-api",
  takenAt,
  key: keyOf(account, takenAt)
});

/** What becomes of the journal of an earlier run: it is gone on with, stored as far as it came, or of no use any more. */
async function decide(options: SnapshotOptions, left: Journal): Promise<Fate> {
  const {dataDir, head, clock, say} = options;
  const began = beganAt(left);
  const id = snapshotId(planOf(left.facts));
  if (left.stored === null && hasSnapshot(dataDir, planOf(left.facts))) {
    const manifest = await readManifest(dataDir, id);
    if (manifest.stopped === undefined) {
      // Killed between its last two steps: the snapshot is whole, and taking another is not what was asked for.
      left.remove();
      say?.(`the snapshot begun at ${began} UTC had been stored when it was interrupted`);
      const memory = await recallMemory(dataDir, options.account, clock.now());
      return {done: {id, isNew: false, username: null, manifest, memory, lists: []}};
    }
    left.noteStored(id);
  }
  const isToday = left.firstAt !== null && dayOf(left.firstAt) === dayOf(clock.now());
  if (isToday && left.facts.head === head) {
    if (isStored(dataDir, left)) left.goOn(clock.now());
    left.close();
    say?.(`going on with the snapshot begun at ${began} UTC: what it had read is not paid for again`);
    // What was noted as stored is counted from here on: it is read anew.
    return {journal: (await Journal.open(dataDir, options.account))!};
  }
  const isWorth = left.hasPages && !isStored(dataDir, left);
  if (isWorth) await settle(dataDir, clock, left);
  const why = isToday ? "another kind of snapshot is asked for" : "its UTC day is over";
  const kept = isWorth ? "what it had read is stored as partial, " : "";
  if (left.firstAt !== null)
    say?.(`the snapshot begun at ${began} UTC was not finished and ${why}: ${kept}starting again`);
  left.remove();
  return isWorth ? {isStoreChanged: true} : {unpaid: left.paid};
}

const beganAt = ({facts}: Journal) => facts.takenAt.toISOString().slice(0, 16).replace("T", " ");
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Stores what an interrupted run had read, without asking X for anything. */
async function settle(dataDir: string, clock: Clock, journal: Journal) {
  const {account, head} = journal.facts;
  const why = `interrupted after ${beganAt(journal)} UTC, and not gone on with in time`;
  const client = Client.silent(why, journal, {clock, prices: await pricesIn(dataDir)});
  try {
    await run({dataDir, account, head, client, clock}, planOf(journal.facts), journal);
  } finally {
    client.close();
  }
}

const isStored = (dataDir: string, {stored, facts}: Journal) =>
  stored !== null || hasSnapshot(dataDir, planOf(facts));

/**
 * Stores whatever interrupted runs had read, as partial snapshots, and removes what was kept to go on with them.
 * Returns how many were stored.
 */
export function settleUnfinished(dataDir: string, clock: Clock): Promise<number> {
  return holdStore(dataDir, async () => {
    let settled = 0;
    for (const account of unfinished(dataDir)) {
      const journal = await Journal.open(dataDir, account);
      if (journal === null) continue;
      if (journal.hasPages && !isStored(dataDir, journal)) {
        await settle(dataDir, clock, journal);
        settled += 1;
      }
      journal.remove();
    }
    return settled;
  });
}

/** Takes a snapshot whose answers are kept in a journal until it is stored. */
async function journaled(options: SnapshotOptions, journal: Journal): Promise<TakenSnapshot> {
  const {client, account, dataDir, say} = options;
  let current = journal;
  try {
    for (;;) {
      client.journal = current;
      try {
        const taken = await run(options, planOf(current.facts), current);
        if (taken.manifest.stopped === undefined) current.remove();
        else current.noteStored(taken.id);
        return taken;
      } catch (error) {
        if (!(error instanceof StaleWalk)) throw error;
        say?.(
          `X does not go on where the interrupted walk had come to: ${error.walk} is read from its top again`
        );
        current.dropWalk(error.walk);
        current.close();
        // The journal tells anew what this run has paid so far.
        client.takeBill();
        current = (await Journal.open(dataDir, account))!;
        delete options.memory;
      }
    }
  } finally {
    client.journal = null;
    if (current.isEmpty) current.remove();
    else current.close();
  }
}

/** Asks, and writes what came. */
async function run(
  options: SnapshotOptions,
  plan: SnapshotPlan,
  journal: Journal | null
): Promise<TakenSnapshot> {
  const {dataDir, account, client} = options;
  const profile = await readProfile(client, account);
  const owner = await findOwner(client);
  journal?.noteOwner(owner);
  client.adoptBill();
  let memory = options.memory;
  let lists: ListVerdict[] = [];
  const {id, isNew, manifest} = await writeSnapshot(dataDir, plan, async (writer) => {
    memory ??= await recallMemory(dataDir, account, plan.takenAt);
    const taking = new Taking({...options, isOwner: owner === account}, writer, memory, plan.takenAt);
    const facts = await taking.run(profile);
    lists = taking.verdicts;
    return facts;
  });
  memory ??= await recallMemory(dataDir, account, plan.takenAt);
  return {id, isNew, username: profile.username, manifest, memory, lists};
}
