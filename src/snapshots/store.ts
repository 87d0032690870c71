import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {withDatabase, quote, type Database} from "../duckdb.ts";
import {folderError} from "../errors.ts";
import {lockData} from "./lock.ts";
import {columnsOf, createTableSql, tableNames, type TableName} from "./tables.ts";
import {SnapshotWriter, syncPath, type WrittenTable} from "./writer.ts";
import {version} from "../version.ts";

/** What `snapshot.json` says: where the rows came from, what they cost, and what was written. */
export interface Manifest {
  id: string;
  source: string;
  version: string;
  taken_at: string;
  /** The accounts it is about: their ids, or only how many where there are more than a hundred. */
  accounts: string[] | number;
  requests?: {endpoint: string; requests: number; resources: number; dollars: number}[];
  /** X's field dialect as served: `tweet` or `post`. */
  dialect?: string | null;
  /** What the loader wants a reader to know: what was skipped, what stopped early. */
  notes?: string[];
  tables: Partial<Record<TableName, WrittenTable>>;
}

export interface SnapshotPlan {
  source: "x-api" | "x-archive" | "tables" | "x-activity";
  takenAt: Date;
  /** What makes this observation the same one when it is made again: a checksum of the input, or account and time. */
  key: string;
}

/** What a loader may say of its snapshot when it is done. */
export type SnapshotFacts = Pick<Manifest, "accounts" | "requests" | "dialect" | "notes">;

/** The folder of an analyst's data: snapshots inside `snapshots/`. */
export const snapshotsDir = (dataDir: string) => join(dataDir, "snapshots");

/** `<taken_at>-<source>-<short id>`: sorts by time, and is the same for the same observation. */
export function snapshotId({takenAt, source, key}: SnapshotPlan): string {
  const stamp = takenAt.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${source}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

/** Whether that very observation is already in the store. */
export const hasSnapshot = (dataDir: string, plan: SnapshotPlan) =>
  existsSync(join(snapshotsDir(dataDir), snapshotId(plan)));

const held = new Map<string, Database>();

/**
 * Keeps the write lock of a data folder and one database while `use` runs, so that a process which takes hundreds of
 * snapshots one after another does not open both anew for each. Nobody else can write in the meantime.
 */
export async function holdStore<T>(dataDir: string, use: () => Promise<T>): Promise<T> {
  const unlock = await lockData(dataDir);
  try {
    return await withDatabase((db) => {
      held.set(resolve(dataDir), db);
      return use();
    });
  } finally {
    held.delete(resolve(dataDir));
    unlock();
  }
}

/**
 * Writes one snapshot: all of it or nothing. `load` gets a writer and returns the facts for `snapshot.json`. It is
 * written to a hidden sibling directory, synced, then renamed into place. An observation that is already stored is
 * recognised, and `load` is not called. If `load` throws, no trace stays.
 */
export async function writeSnapshot(
  dataDir: string,
  plan: SnapshotPlan,
  load: (writer: SnapshotWriter) => Promise<SnapshotFacts>
): Promise<{id: string; isNew: boolean; manifest: Manifest}> {
  const id = snapshotId(plan);
  const root = snapshotsDir(dataDir);
  const target = join(root, id);
  const open = held.get(resolve(dataDir));
  const unlock = open ? () => {} : await lockData(dataDir);
  try {
    if (existsSync(target)) return {id, isNew: false, manifest: await readManifest(dataDir, id)};
    await mkdir(root, {recursive: true}).catch((error: unknown) => {
      throw folderError(root, error);
    });
    await sweep(root);
    const hidden = join(root, `.${id}-${process.pid}`);
    try {
      const fill = async (db: Database) => {
        const writer = new SnapshotWriter(id, db);
        try {
          const facts = await load(writer);
          const tables = await writer.write(hidden);
          return {id, source: plan.source, version, taken_at: plan.takenAt.toISOString(), ...facts, tables};
        } finally {
          if (open) await writer.clear();
        }
      };
      const manifest = await (open ? fill(open) : withDatabase(fill));
      await writeFile(join(hidden, "snapshot.json"), JSON.stringify(manifest, null, 2) + "\n", {flush: true});
      await syncPath(hidden);
      await rename(hidden, target);
      await syncPath(root);
      return {id, isNew: true, manifest};
    } catch (error) {
      await rm(hidden, {recursive: true, force: true});
      throw error;
    }
  } finally {
    unlock();
  }
}

/** Removes what a killed writer left behind. Only called under the lock. */
async function sweep(root: string) {
  for (const name of await readdir(root)) {
    if (name.startsWith(".")) await rm(join(root, name), {recursive: true, force: true});
  }
}

/** The ids of all committed snapshots, oldest first. */
export async function listSnapshots(dataDir: string): Promise<string[]> {
  const root = snapshotsDir(dataDir);
  if (!existsSync(root)) return [];
  const names = await readdir(root);
  return names.filter((name) => /^\d/.test(name) && existsSync(join(root, name, "snapshot.json"))).sort();
}

export async function readManifest(dataDir: string, id: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(snapshotsDir(dataDir), id, "snapshot.json"), "utf8")) as Manifest;
}

/**
 * Makes every raw table readable in `db` as `<schema>.<table>` over all committed snapshots; a table no snapshot has
 * is there with no rows.
 */
export async function attachSnapshots(db: Database, dataDir: string, schema = "raw"): Promise<void> {
  const root = snapshotsDir(dataDir);
  const ids = await listSnapshots(dataDir);
  await db.run(`create schema if not exists ${schema}`);
  for (const table of tableNames) {
    const files = ids.map((id) => join(root, id, `${table}.parquet`)).filter((file) => existsSync(file));
    const name = `${schema}."${table}"`;
    if (files.length === 0) await db.run(createTableSql(table, name));
    else {
      const columns = Object.keys(columnsOf(table)).map((column) => `"${column}"`);
      const list = files.map(quote).join(", ");
      await db.run(
        `create view ${name} as select ${columns.join(", ")} from read_parquet([${list}], union_by_name = true)`
      );
    }
  }
}
