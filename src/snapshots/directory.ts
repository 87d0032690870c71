import {existsSync} from "node:fs";
import {readdir, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {syncPath} from "./writer.ts";

/**
 * A directory cannot replace another in one step. So a rewritten snapshot is committed beside the old one, under its
 * name with this suffix, and counts from that moment on; then the old one is removed and the suffix dropped. Whenever
 * the process dies, there is exactly one directory that counts.
 */
export const rewrittenSuffix = ".rewritten";

/** The folder of an analyst's data: snapshots inside `snapshots/`. */
export const snapshotsDir = (dataDir: string) => join(dataDir, "snapshots");

/** The id of the snapshot that a directory of this name holds. */
export const idOf = (name: string) =>
  name.endsWith(rewrittenSuffix) ? name.slice(0, -rewrittenSuffix.length) : name;

/** The directory that counts as the snapshot of this id. */
export function directoryOf(root: string, id: string): string {
  const rewritten = join(root, id + rewrittenSuffix);
  return existsSync(join(rewritten, "snapshot.json")) ? rewritten : join(root, id);
}

/** Commits a written and synced directory as the new form of a snapshot: one rename. */
export async function commitRewritten(root: string, id: string, written: string): Promise<void> {
  await rename(written, join(root, id + rewrittenSuffix));
  await syncPath(root);
}

/** Puts every committed rewritten snapshot in the place of its old form. Only called under the lock. */
export async function settleRewritten(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (name.startsWith(".") || !name.endsWith(rewrittenSuffix)) continue;
    const target = join(root, idOf(name));
    const old = join(root, `.${idOf(name)}-old`);
    if (existsSync(target)) {
      await rm(old, {recursive: true, force: true});
      await rename(target, old);
    }
    await rename(join(root, name), target);
    await syncPath(root);
    await rm(old, {recursive: true, force: true});
  }
}
