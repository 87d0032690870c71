import {existsSync} from "node:fs";
import {readFile, readdir, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {UserError} from "../errors.ts";
import {dropFromCompacted} from "./compacted.ts";
import {idOf, rewrittenSuffix} from "./directory.ts";
import {replaceFile} from "./replace-file.ts";
import type {Manifest} from "./manifest.ts";
import {syncPath} from "./writer.ts";

/** The bill of one snapshot: who was paid for what, and which accounts it was about. */
export type Bill = Pick<Manifest, "id" | "source" | "taken_at" | "accounts"> &
  Required<Pick<Manifest, "requests">>;

const fileName = "removed.json";

/** Whether a file in `snapshots/` is the record of removals, or a copy of it that a killed process left. */
export const isRecordOfRemovals = (name: string) => name === fileName || isHalfWritten(name);
const isHalfWritten = (name: string) => name.startsWith(`${fileName}.`);

const schema = z.object({
  /** How often snapshots were removed: a build stamp with another number is of another store. */
  removals: z.number().int(),
  /** Snapshots that no longer count and whose directories may still be there. */
  removing: z.array(z.string()),
  /** Snapshots that no longer count once the one named beside them is committed. */
  replacing: z.array(z.object({id: z.string(), by: z.string()})).optional(),
  /** What removed snapshots cost. */
  bills: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      taken_at: z.string(),
      accounts: z.union([z.array(z.string()), z.number()]),
      requests: z.array(
        z.object({
          endpoint: z.string(),
          requests: z.number(),
          resources: z.number(),
          billed: z.number().optional(),
          dollars: z.number(),
          dollars_list: z.number().optional(),
          dollars_at_most: z.number().optional()
        })
      )
    })
  )
});

/**
 * What `snapshots/removed.json` says of removed snapshots. Writing it is the one step that removes them: from then on
 * those in `removing` do not count, and their bills stand here.
 */
export type Removed = z.infer<typeof schema>;

/** Reads the record of removals in a folder of snapshots. Throws a `UserError` where it is not what was written. */
export async function readRemoved(root: string): Promise<Removed> {
  const file = join(root, fileName);
  if (!existsSync(file)) return {removals: 0, removing: [], bills: []};
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new UserError(`${file} cannot be read: restore it from a backup`, {cause: error});
  }
}

/** Puts the record of removals in place, all at once. Only called under the lock. */
export const writeRemoved = (root: string, removed: Removed): Promise<void> =>
  replaceFile(join(root, fileName), JSON.stringify(removed, null, 2) + "\n");

/**
 * Deletes the directories of snapshots that no longer count. Only called under the lock: whoever takes it finishes so
 * what a killed process had begun. `onStep` is told after each.
 */
export async function finishRemoving(root: string, onStep?: (step: string) => void): Promise<void> {
  if (!existsSync(join(root, fileName))) return;
  const {replacing = [], ...record} = await readRemoved(root);
  // A killed writer may have announced snapshots that it never committed: what they were to replace stays.
  const replaced = replacing.filter(({by}) => existsSync(join(root, by, "snapshot.json"))).map(({id}) => id);
  const removed = {
    ...record,
    removals: record.removals + (replaced.length > 0 ? 1 : 0),
    removing: [...record.removing, ...replaced]
  };
  if (replacing.length > 0) await writeRemoved(root, removed);
  if (removed.removing.length === 0) return;
  await dropFromCompacted(root, new Set(removed.removing));
  for (const id of removed.removing) {
    for (const name of [id, id + rewrittenSuffix]) {
      const directory = join(root, name);
      // Under a hidden name first, so that no half of a snapshot is ever seen.
      const hidden = join(root, `.${name}-removed`);
      await rm(hidden, {recursive: true, force: true});
      if (!existsSync(directory)) continue;
      await rename(directory, hidden);
      await rm(hidden, {recursive: true, force: true});
    }
    onStep?.(`deleted ${id}`);
  }
  await syncPath(root);
  await writeRemoved(root, {...removed, removing: []});
}

/** Deletes copies of the record that a killed process left half written. Only called under the lock. */
export async function sweepRemoved(root: string): Promise<void> {
  for (const name of await readdir(root)) if (isHalfWritten(name)) await rm(join(root, name), {force: true});
}

/** Takes people (their ids) out of the accounts of kept bills; what was paid stays. Only called under the lock. */
export async function eraseFromBills(root: string, ids: ReadonlySet<string>): Promise<void> {
  const removed = await readRemoved(root);
  const isOf = (account: string) => ids.has(account);
  if (!removed.bills.some(({accounts}) => Array.isArray(accounts) && accounts.some(isOf))) return;
  const bills = removed.bills.map(({accounts, ...bill}) => ({
    ...bill,
    accounts: Array.isArray(accounts) ? accounts.filter((account) => !isOf(account)) : accounts
  }));
  await writeRemoved(root, {...removed, bills});
}

/** Those of the ids of committed snapshots that no longer count: they were removed, or another took their place. */
export async function goneIds(root: string, ids: ReadonlySet<string>): Promise<Set<string>> {
  const {removing, replacing = []} = await readRemoved(root);
  return new Set([...removing, ...replacing.filter(({by}) => ids.has(by)).map(({id}) => id)]);
}

/** The ids of the snapshots that a folder's names hold, but for those that were removed. */
export async function countedIds(root: string, names: readonly string[]): Promise<string[]> {
  const ids = new Set(names.map(idOf));
  const gone = await goneIds(root, ids);
  return [...ids].filter((id) => !gone.has(id)).sort();
}
