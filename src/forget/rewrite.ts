import {existsSync} from "node:fs";
import {copyFile, link, mkdir, readdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {compactedFile, type Compacted} from "../snapshots/compacted.ts";
import {commitRewritten, settleRewritten} from "../snapshots/directory.ts";
import type {Manifest} from "../snapshots/manifest.ts";
import {readManifest, snapshotDir, snapshotsDir} from "../snapshots/store.ts";
import {keyOf, type TableName} from "../snapshots/tables.ts";
import {parquetOptions, settle, syncPath} from "../snapshots/writer.ts";

/** SQL that reads a raw table of one snapshot, or of those that are compacted; null where there is none. */
export type Held = (table: TableName) => string | null;

const reading = (file: string | null) => (file === null ? null : `read_parquet(${quote(file)})`);

/** The tables of a snapshot in a folder of its own. */
export const heldBySnapshot =
  (dataDir: string, id: string): Held =>
  (table) => {
    const file = join(snapshotDir(dataDir, id), `${table}.parquet`);
    return reading(existsSync(file) ? file : null);
  };

/** The tables of the compacted snapshots. */
export const heldByCompacted =
  (compacted: Compacted): Held =>
  (table) =>
    reading(compactedFile(compacted, table));

export interface Rewriting {
  /** SELECTs of the tables that change; what does not change is linked, not copied. */
  tables: ReadonlyMap<TableName, string>;
  /** Changes what `snapshot.json` says beside its tables. */
  note?: (manifest: Manifest) => void;
  /** Told before the new form is committed, before it takes the place of the old one, and when it has. */
  onStep?: ((step: string) => void) | undefined;
}

/** Writes a snapshot in a folder of its own anew. Killed anywhere, the old or the new one counts. Only called under the lock. */
export async function rewriteSnapshot(
  db: Database,
  dataDir: string,
  id: string,
  {tables, note, onStep}: Rewriting
): Promise<void> {
  const root = snapshotsDir(dataDir);
  const from = snapshotDir(dataDir, id);
  const hidden = join(root, `.${id}-rewriting`);
  const manifest = await readManifest(dataDir, id);
  await rm(hidden, {recursive: true, force: true});
  await mkdir(hidden);
  for (const name of await readdir(from)) {
    if (name === "snapshot.json" || tables.has(name.replace(/\.parquet$/, "") as TableName)) continue;
    await link(join(from, name), join(hidden, name)).catch(() =>
      copyFile(join(from, name), join(hidden, name))
    );
  }
  for (const [table, select] of tables) {
    const file = join(hidden, `${table}.parquet`);
    const key = keyOf(table).map((column) => `"${column}"`);
    const [copied] = await db.rows<{Count: bigint}>(
      `copy (select * from (${select}) order by ${key.join(", ")}) to ${quote(file)} (${parquetOptions})`
    );
    manifest.tables[table] = {rows: Number(copied!.Count), ...(await settle(file))};
  }
  note?.(manifest);
  await writeFile(join(hidden, "snapshot.json"), JSON.stringify(manifest, null, 2) + "\n", {flush: true});
  await syncPath(hidden);
  onStep?.(`written ${id}`);
  await commitRewritten(root, id, hidden);
  onStep?.(`committed ${id}`);
  await settleRewritten(root);
  onStep?.(`settled ${id}`);
}
