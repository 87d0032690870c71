import {createHash} from "node:crypto";
import {existsSync, statSync} from "node:fs";
import {mkdir, readFile, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {withDatabase, quote, type Database} from "../duckdb.ts";
import {folderError, UserError} from "../errors.ts";
import {directoryOf, settleRewritten, snapshotsDir} from "./directory.ts";
import {lockData} from "./lock.ts";
import {isSource, sourceOf} from "../networks/sources.ts";
import {
  columnsOf,
  createSnapshotsSql,
  createTableSql,
  snapshotRowSql,
  tableNames,
  type TableName
} from "./tables.ts";
import type {Manifest, Request} from "./manifest.ts";
import {countedIds, readRemoved, sweepRemoved, type Bill} from "./removed.ts";
import {SnapshotWriter, syncPath} from "./writer.ts";
import {version} from "../version.ts";

export type {Manifest, Request};

export interface SnapshotPlan {
  /** A name of src/networks/sources.ts. */
  source: string;
  takenAt: Date;
  /** What makes this observation the same one when it is made again: a checksum of the input, or account and time. */
  key: string;
}

/** What a loader may say of its snapshot when it is done. */
export type SnapshotFacts = Pick<
  Manifest,
  "accounts" | "requests" | "dialect" | "from" | "notes" | "stopped" | "posts_missing"
>;

export {snapshotsDir};

/** Where the files of one snapshot are. */
export const snapshotDir = (dataDir: string, id: string) => directoryOf(snapshotsDir(dataDir), id);

/** `<taken_at>-<source>-<short id>`: sorts by time, and is the same for the same observation. */
export function snapshotId({takenAt, source, key}: SnapshotPlan): string {
  // It becomes a part of a path, and of a name that is cut at its hyphens.
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(source))
    throw new Error(`${source}: not a name of a source (lower-case words joined by hyphens)`);
  const stamp = takenAt.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${source}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

/** Whether that very observation is already in the store. */
export const hasSnapshot = (dataDir: string, plan: SnapshotPlan) =>
  existsSync(snapshotDir(dataDir, snapshotId(plan)));

/** A store that this process holds. What a killed writer left in it is swept up once: nobody else writes in the meantime. */
interface Held {
  db: Database;
  isSwept: boolean;
}

const held = new Map<string, Held>();

/**
 * Keeps the write lock of a data folder and one database while `use` runs, so that a process which takes hundreds of
 * snapshots one after another does not open both anew for each; `use` gets the database, on which `writer.fill` runs.
 * Nobody else can write in the meantime.
 */
export async function holdStore<T>(
  dataDir: string,
  use: (db: Database) => Promise<T>,
  options?: {memoryLimit?: string; threads?: number}
): Promise<T> {
  const open = held.get(resolve(dataDir));
  if (open) return use(open.db);
  const unlock = await lockData(dataDir);
  try {
    return await withDatabase((db) => {
      held.set(resolve(dataDir), {db, isSwept: false});
      return use(db);
    }, options);
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
  sourceOf(plan.source);
  const root = snapshotsDir(dataDir);
  const target = join(root, id);
  const open = held.get(resolve(dataDir));
  const unlock = open ? () => {} : await lockData(dataDir);
  try {
    if (existsSync(snapshotDir(dataDir, id)))
      return {id, isNew: false, manifest: await readManifest(dataDir, id)};
    await mkdir(root, {recursive: true}).catch((error: unknown) => {
      throw folderError(root, error);
    });
    if (!open?.isSwept) await sweepSnapshots(root);
    if (open) open.isSwept = true;
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
      const manifest = await (open ? fill(open.db) : withDatabase(fill));
      await writeFile(join(hidden, "snapshot.json"), JSON.stringify(manifest, null, 2) + "\n");
      await Promise.all([syncPath(join(hidden, "snapshot.json")), syncPath(hidden)]);
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

/** Finishes or removes what a killed writer left behind. Only called under the lock. */
export async function sweepSnapshots(root: string): Promise<void> {
  await settleRewritten(root);
  await sweepRemoved(root);
  for (const name of await readdir(root)) {
    if (name.startsWith(".")) await rm(join(root, name), {recursive: true, force: true});
  }
}

/** The ids of all committed snapshots, oldest first. */
export async function listSnapshots(dataDir: string): Promise<string[]> {
  const root = snapshotsDir(dataDir);
  if (!existsSync(root)) return [];
  const names = await readdir(root).catch((error: unknown) => {
    throw folderError(root, error);
  });
  return countedIds(
    root,
    names.filter((name) => /^\d/.test(name) && existsSync(join(root, name, "snapshot.json")))
  );
}

/** How often snapshots were removed from a store. */
export const countRemovals = async (dataDir: string): Promise<number> =>
  (await readRemoved(snapshotsDir(dataDir))).removals;

/** The bills of removed snapshots, oldest removal first; one that was stored again has its bill in its `snapshot.json`. */
export async function keptBills(dataDir: string, stored: readonly string[]): Promise<Bill[]> {
  const {bills} = await readRemoved(snapshotsDir(dataDir));
  const isStored = new Set(stored);
  return bills.filter(({id}) => !isStored.has(id));
}

/** What a person can do about a snapshot that is not as it was written. */
const restore = "restore the snapshot from a backup, or remove its directory";

/** Reads `snapshot.json`. Throws a `UserError` where it is not what a writer left. */
export async function readManifest(dataDir: string, id: string): Promise<Manifest> {
  try {
    const text = await readFile(join(snapshotDir(dataDir, id), "snapshot.json"), "utf8");
    const manifest = JSON.parse(text) as Manifest;
    const isCounted = Array.isArray(manifest.accounts) || typeof manifest.accounts === "number";
    if (isCounted && typeof manifest.tables === "object" && manifest.tables !== null) return manifest;
  } catch {
    // However it is unreadable, the way out is the same.
  }
  throw new UserError(`snapshot ${id}: snapshot.json cannot be read: ${restore}`);
}

/** A table of one snapshot, as its `snapshot.json` names it. */
interface StoredFile {
  path: string;
  rows: number;
}

/**
 * The source of one snapshot and its Parquet files by table, as its `snapshot.json` names them. Throws a `UserError` where one is gone
 * or cut short: a list without its people would read as if they had all left.
 */
async function filesOf(
  dataDir: string,
  id: string
): Promise<{id: string; source: string; files: Partial<Record<TableName, StoredFile>>}> {
  const {source, tables} = await readManifest(dataDir, id);
  if (!isSource(source))
    throw new UserError(
      `snapshot ${id}: this version does not know its source ${JSON.stringify(source)}: update followback`
    );
  const files: Partial<Record<TableName, StoredFile>> = {};
  for (const table of tableNames) {
    const written = tables[table];
    if (written === undefined) continue;
    const path = join(snapshotDir(dataDir, id), `${table}.parquet`);
    const bytes = statSync(path, {throwIfNoEntry: false})?.size;
    if (bytes === undefined) throw new UserError(`snapshot ${id}: ${table}.parquet is missing: ${restore}`);
    if (bytes !== written.bytes)
      throw new UserError(`snapshot ${id}: ${table}.parquet is damaged or was changed: ${restore}`);
    files[table] = {path, rows: written.rows};
  }
  return {id, source, files};
}

/** With no more rows a file than this, on average, several readers pay more for opening files than for rows. */
const mostRowsOfSmallFile = 10_000;
/** A table of more rows than this is never held in memory. */
const mostHeldRows = 1_000_000;

/** Whether reading a table costs less once all of it is in memory: where opening its files is most of the work. */
function isCheapToHold(files: StoredFile[]): boolean {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return rows <= mostHeldRows && rows <= files.length * mostRowsOfSmallFile;
}

/**
 * Makes every raw table readable in `db` as `<schema>.<table>` over all committed snapshots; a table no snapshot has
 * is there with no rows. `<schema>.snapshots` says which source each snapshot came from. Tables of many small files are
 * read into memory where `willReadOften`; the others are read from their files by every query. Returns how many rows
 * the snapshots hold. Throws a `UserError` where a snapshot is not as it was written, or is from a source that this
 * version does not know.
 */
export async function attachSnapshots(
  db: Database,
  dataDir: string,
  schema = "raw",
  {willReadOften = false} = {}
): Promise<number> {
  const ids = await listSnapshots(dataDir);
  const snapshots = await Promise.all(ids.map((id) => filesOf(dataDir, id)));
  await db.run(`create schema if not exists ${schema}`);
  await db.run(createSnapshotsSql(`${schema}.snapshots`));
  const rows = snapshots.map(({id, source}) => snapshotRowSql(id, source));
  if (rows.length > 0) await db.run(`insert into ${schema}.snapshots values ${rows.join(", ")}`);
  const held: string[] = [];
  let rowsOfAll = 0;
  for (const table of tableNames) {
    const files = snapshots.flatMap(({files}) => files[table] ?? []);
    for (const file of files) rowsOfAll += file.rows;
    const name = `${schema}."${table}"`;
    if (files.length === 0) await db.run(createTableSql(table, name));
    else if (willReadOften && isCheapToHold(files))
      held.push(`create table ${name} as ${selectFiles(table, files)}`);
    else await db.run(`create view ${name} as ${selectFiles(table, files)}`);
  }
  if (held.length > 0) await withOneThread(db, () => db.run(held.join("; ")));
  return rowsOfAll;
}

/** All rows of a table's files. Columns that came later than every one of these files are null. */
function selectFiles(table: TableName, files: StoredFile[]): string {
  const columns = Object.entries(columnsOf(table));
  const names = columns.map(([column]) => `"${column}"`).join(", ");
  const none = columns.map(([column, type]) => `null::${type} as "${column}"`).join(", ");
  const paths = files.map(({path}) => quote(path)).join(", ");
  return `select ${names} from (from read_parquet([${paths}], union_by_name = true) union all by name select ${none} where false)`;
}

/** Keeping rows of many small files in order costs two threads twice the work of one. */
async function withOneThread(db: Database, use: () => Promise<void>): Promise<void> {
  const [{threads}] = (await db.rows<{threads: bigint}>("select current_setting('threads') as threads")) as [
    {threads: bigint}
  ];
  await db.run("set threads = 1");
  try {
    await use();
  } finally {
    await db.run(`set threads = ${threads}`);
  }
}

/** Makes every raw table in `db`, each with no rows: a store without snapshots. */
export async function createEmptyTables(db: Database, schema = "raw"): Promise<void> {
  await db.run(`create schema if not exists ${schema}`);
  await db.run(createSnapshotsSql(`${schema}.snapshots`));
  for (const table of tableNames) await db.run(createTableSql(table, `${schema}."${table}"`));
}
