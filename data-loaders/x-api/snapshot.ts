import {holdStore} from "../../src/snapshots/store.ts";
import {version} from "../../src/version.ts";
import {Journal, type Paid} from "./journal.ts";
import {observe, type SnapshotOptions, type TakenSnapshot} from "./observation.ts";
import {StaleWalk} from "./pages.ts";
import {decide, interestsOf} from "./resume.ts";
import {refuseEarlier} from "../../src/snapshots/set-back.ts";

export type {Memory} from "./memory.ts";
export type {SnapshotOptions, TakenSnapshot} from "./observation.ts";
export type {JudgedList} from "./snapshot-run.ts";

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
  const {dataDir, account, clock, isJournaled = true} = options;
  if (!isJournaled) return observe(options, clock.now());
  const left = await Journal.open(dataDir, account);
  const fate = left ? await decide(options, left) : null;
  if (fate?.is === "done") return fate.taken;
  if (fate?.is === "open") return takeWith(options, fate.journal);
  // What was settled is in the store, and not in the memory.
  const memory = fate?.is === "settled" ? undefined : options.memory;
  return takeWith({...options, memory}, await begin(options, fate?.is === "dropped" ? fate.unpaid : []));
}

const begin = async (options: SnapshotOptions, unpaid: readonly Paid[]) => {
  const {dataDir, account, head, conversations = false, client, clock} = options;
  await refuseEarlier(dataDir, "x-api", account, clock.now());
  const facts = {account, head, conversations, interests: interestsOf(options)};
  return Journal.begin(dataDir, {...facts, version, base: client.base, takenAt: clock.now()}, unpaid);
};

/** Takes a snapshot whose answers are kept in a journal until it is stored. */
async function takeWith(options: SnapshotOptions, first: Journal): Promise<TakenSnapshot> {
  const {client, account, dataDir, say} = options;
  // What was asked before, such as whose name it is, belongs to this snapshot's bill.
  first.notePaid(client.takePaid());
  client.keepBilled();
  let journal = first;
  try {
    for (let memory = options.memory; ; memory = undefined) {
      client.journal = journal;
      const {paid} = journal;
      try {
        const onOwner = (owner: string | null) => {
          journal.noteOwner(owner);
          client.adoptPaid(paid);
        };
        const taken = await observe({...options, memory}, journal.facts.takenAt, onOwner);
        if (taken.manifest.stopped === undefined) journal.remove(dataDir);
        return taken;
      } catch (error) {
        // The journal tells anew what this run has paid so far.
        client.takePaid();
        if (!(error instanceof StaleWalk)) throw error;
        say?.(
          `X cannot continue the interrupted scan where it stopped: ${error.walk} is read again from the top`
        );
        client.restarted.add(error.walk);
        journal.dropWalk(error.walk);
        journal.close();
        journal = (await Journal.open(dataDir, account))!;
      }
    }
  } finally {
    client.journal = null;
    if (journal.isEmpty) journal.remove(dataDir);
    else journal.close();
  }
}
