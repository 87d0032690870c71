import {existsSync} from "node:fs";
import {quote, withDatabase} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {snapshotsDir} from "./directory.ts";
import type {KeptBeside} from "./kept-beside.ts";
import {lockData} from "./lock.ts";
import {finishRemoving, readRemoved, writeRemoved, type Bill} from "./removed.ts";
import {listSnapshots, readManifest, sweepSnapshots, type Manifest} from "./store.ts";

export interface RemoveOptions {
  /** What sources keep beside their snapshots, and must not bring back. */
  kept?: readonly KeptBeside[];
  /** Called after each step, with its name. */
  onStep?: (step: string) => void;
}

/**
 * Removes snapshots from a store, all of them or none: one file says that they no longer count, then their directories
 * go. Their bills stay. What was imported can be imported again. Killed anywhere, the next writer finishes. Returns
 * the `snapshot.json` of each. Throws a `UserError` where one is not stored, with nothing removed.
 */
export async function removeSnapshots(
  dataDir: string,
  named: readonly string[],
  {kept = [], onStep}: RemoveOptions = {}
): Promise<Manifest[]> {
  // A mistyped --data is not to make a folder.
  await findSnapshots(dataDir, named);
  const releases = [await lockData(dataDir)];
  try {
    const root = snapshotsDir(dataDir);
    await sweepSnapshots(root);
    const manifests = await findSnapshots(dataDir, named);
    for (const {beforeRemoving} of kept)
      if (beforeRemoving) releases.push(await beforeRemoving(dataDir, manifests));
    onStep?.("announced");
    const {removals, bills} = await readRemoved(root);
    const ids = new Set(manifests.map(({id}) => id));
    await writeRemoved(root, {
      removals: removals + 1,
      removing: [...ids],
      bills: [...bills.filter(({id}) => !ids.has(id)), ...manifests.flatMap(billOf)]
    });
    onStep?.("committed");
    await finishRemoving(root, onStep);
    onStep?.("finished");
    return manifests;
  } finally {
    for (const release of releases.reverse()) release();
  }
}

/**
 * Announces, under the lock, which stored snapshots (`id`) those about to be written (`by`) take the place of. From the
 * moment that one is committed, what it replaces no longer counts; until then it does. So there is at every moment one of
 * the two. `finishReplacing` deletes the replaced ones; killed before that, the next writer does.
 */
export async function announceReplacing(
  dataDir: string,
  replacing: readonly {id: string; by: string}[]
): Promise<void> {
  const root = snapshotsDir(dataDir);
  for (const {id} of replacing)
    if (billOf(await readManifest(dataDir, id)).length > 0)
      throw new Error(`snapshot ${id}: it has a bill, which would be lost`);
  const {replacing: open = [], ...removed} = await readRemoved(root);
  await writeRemoved(root, {...removed, replacing: [...open, ...replacing]});
}

/** Deletes, under the lock, the snapshots whose place another took. */
export const finishReplacing = (dataDir: string): Promise<void> => finishRemoving(snapshotsDir(dataDir));

function billOf({id, source, taken_at, accounts, requests = []}: Manifest): Bill[] {
  return requests.length > 0 ? [{id, source, taken_at, accounts, requests}] : [];
}

/** The `snapshot.json` of each, in the order of the store. Throws a `UserError` where one is not stored. */
export async function findSnapshots(dataDir: string, named: readonly string[]): Promise<Manifest[]> {
  const stored = existsSync(dataDir) ? await listSnapshots(dataDir) : [];
  const unknown = named.find((id) => !stored.includes(id));
  if (unknown !== undefined) {
    const near = await nearest(unknown, stored);
    throw new UserError(
      near === null
        ? `snapshot ${unknown}: not stored: list what is with followback snapshots`
        : `snapshot ${unknown}: not stored: did you mean ${near}?`
    );
  }
  const wanted = new Set(named);
  return Promise.all(stored.filter((id) => wanted.has(id)).map((id) => readManifest(dataDir, id)));
}

/** The fewest signs by which a part of an id means that snapshot. */
const leastPart = 6;
/** Slips of the pen that may lie between what was written and what was meant. */
const mostSlips = 3;

/** The one snapshot whose id an unknown one is a part of, else the one a few slips away; null where there is none. */
async function nearest(unknown: string, stored: readonly string[]): Promise<string | null> {
  const parts = unknown.length < leastPart ? [] : stored.filter((id) => id.includes(unknown));
  if (parts.length === 1) return parts[0]!;
  if (stored.length === 0 || unknown === "") return null;
  return withDatabase(async (db) => {
    const [near] = await db.rows<{id: string}>(`
      with ids as (
        select id, damerau_levenshtein(id, ${quote(unknown)}) as slips
        from (select unnest([${stored.map(quote).join(", ")}]) as id)
      )
      select id from ids where slips <= ${mostSlips} order by slips, id limit 1`);
    return near?.id ?? null;
  });
}
