import {createHash} from "node:crypto";
import {existsSync, readFileSync, statSync} from "node:fs";
import {mkdir, readdir, rename, rm} from "node:fs/promises";
import {join, resolve} from "node:path";
import {withDatabase, quote, type Database} from "../duckdb.ts";
import {folderError, UserError} from "../errors.ts";
import {
  attachFolded,
  compactedFile,
  foldedLists,
  isCompactedName,
  readCompacted,
  sweepCompacted,
  unfoldSql,
  unfoldWithoutPositionsSql,
  verifyCompacted,
  type Compacted,
  type CompactedTable,
  type FoldedList,
  type FoldedNames
} from "./compacted.ts";
import {directoryOf, idOf, settleRewritten, snapshotsDir} from "./directory.ts";
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
import {countedIds, goneIds, isRecordOfRemovals, readRemoved, sweepRemoved, type Bill} from "./removed.ts";
import {sha256Of, SnapshotWriter, syncPath, writeDurably} from "./writer.ts";
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

/** Where the files of one snapshot are that is not compacted. */
export const snapshotDir = (dataDir: string, id: string) => directoryOf(snapshotsDir(dataDir), id);

/** How an id begins: the second in which its snapshot was taken, `20260501T080000Z`. */
export const idTimeOf = (takenAt: Date) => takenAt.toISOString().replace(/[-:]|\.\d+/g, "");

/** `<taken_at>-<source>-<short id>`: sorts by time, and is the same for the same observation. */
export function snapshotId({takenAt, source, key}: SnapshotPlan): string {
  // It becomes a part of a path, and of a name that is cut at its hyphens.
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(source))
    throw new Error(`${source}: not a name of a source (lower-case words joined by hyphens)`);
  return `${idTimeOf(takenAt)}-${source}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

/** Whether that very observation is already in the store. */
export const hasSnapshot = (dataDir: string, plan: SnapshotPlan) => isStored(dataDir, snapshotId(plan));

const isStored = (dataDir: string, id: string) =>
  existsSync(snapshotDir(dataDir, id)) || compactedIn(dataDir)?.snapshots.has(id) === true;

/** The compacted snapshots of a store; null where there are none. */
export const compactedIn = (dataDir: string): Compacted | null => readCompacted(snapshotsDir(dataDir));

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
    if (isStored(dataDir, id)) return {id, isNew: false, manifest: await readManifest(dataDir, id)};
    if (!open?.isSwept) {
      await mkdir(root, {recursive: true}).catch((error: unknown) => {
        throw folderError(root, error);
      });
      await sweepSnapshots(root);
    }
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
      await writeDurably(join(hidden, "snapshot.json"), JSON.stringify(manifest, null, 2) + "\n");
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

/** Finishes or removes what a killed writer left behind. Only called under the lock. */
export async function sweepSnapshots(root: string): Promise<void> {
  await settleRewritten(root);
  await sweepCompacted(root);
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
  const loose = names.filter(
    (name) => /^\d/.test(name) && !isCompactedName(name) && existsSync(join(root, name, "snapshot.json"))
  );
  // Looked at last: what another process took out of its own folder in the meantime is in this one.
  const compacted = readCompacted(root)?.snapshots.keys() ?? [];
  return countedIds(root, [...loose, ...compacted]);
}

/** What is wrong with a folder among the snapshots that nobody can read, and what to do. */
export const withoutManifest = "it has no snapshot.json: restore it, or move it out of snapshots/";

/** The names in `snapshots/` that are of no snapshot, and of nothing else that the store writes. */
export async function strayNames(dataDir: string): Promise<string[]> {
  const root = snapshotsDir(dataDir);
  if (!existsSync(root)) return [];
  const names = (await readdir(root)).filter((name) => !name.startsWith(".")).sort();
  const counted = new Set(await listSnapshots(dataDir));
  const gone = await goneIds(root, new Set(names.map(idOf)));
  return names.filter(
    (name) =>
      !counted.has(idOf(name)) && !gone.has(idOf(name)) && !isRecordOfRemovals(name) && !isCompactedName(name)
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
export const restore = "restore the snapshot from a backup, or remove its directory";

/**
 * Reads `snapshot.json`. Throws a `UserError` where it is not what a writer left, or of another snapshot. Whoever reads those of many at once
 * has one of them open at a time: a system lets a process open so many files, and no more.
 */
export async function readManifest(dataDir: string, id: string): Promise<Manifest> {
  let copied: string | null = null;
  try {
    const file = join(snapshotDir(dataDir, id), "snapshot.json");
    // Between two looks at the folder, another process may have put it together with others.
    const text = textOf(file);
    const compacted = text === null ? compactedIn(dataDir)?.snapshots.get(id) : undefined;
    if (compacted !== undefined) return compacted;
    if (text === null) throw new Error(`${file}: cannot be read`);
    const manifest = JSON.parse(text) as Manifest;
    const isCounted = Array.isArray(manifest.accounts) || typeof manifest.accounts === "number";
    if (isCounted && typeof manifest.tables === "object" && manifest.tables !== null) {
      if (manifest.id === undefined || manifest.id === id) return manifest;
      copied = manifest.id;
    }
  } catch {
    // However it is unreadable, the way out is the same.
  }
  // Its rows bear the id of the other one, and would count a second time.
  if (copied !== null)
    throw new UserError(`snapshot ${id}: a copy of snapshot ${copied}: move it out of snapshots/`);
  throw new UserError(`snapshot ${id}: snapshot.json cannot be read: ${restore}`);
}

/** What is in a file; null where it cannot be read. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
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
  id: string,
  isVerified: boolean
): Promise<{id: string; source: string; files: Partial<Record<TableName, StoredFile>>}> {
  const {source, tables} = await readManifest(dataDir, id);
  knownSource(id, source);
  const unknown = Object.keys(tables).find((table) => !tableNames.some((name) => name === table));
  if (unknown !== undefined)
    throw new UserError(
      `snapshot ${id}: this version does not know its table ${JSON.stringify(unknown)}: update followback`
    );
  const files: Partial<Record<TableName, StoredFile>> = {};
  for (const table of tableNames) {
    const written = tables[table];
    if (written === undefined) continue;
    const path = join(snapshotDir(dataDir, id), `${table}.parquet`);
    const bytes = statSync(path, {throwIfNoEntry: false})?.size;
    if (bytes === undefined) throw new UserError(`snapshot ${id}: ${table}.parquet is missing: ${restore}`);
    if (bytes !== written.bytes || (isVerified && (await sha256Of(path)) !== written.sha256))
      throw new UserError(`snapshot ${id}: ${table}.parquet is damaged or was changed: ${restore}`);
    files[table] = {path, rows: written.rows};
  }
  return {id, source, files};
}

function knownSource(id: string, source: string): string {
  if (isSource(source)) return source;
  throw new UserError(
    `snapshot ${id}: this version does not know its source ${JSON.stringify(source)}: update followback`
  );
}

/** SQL of the rows of a table that some snapshots hold as rows, folded lists left out; null where none holds any. */
export function selectStored(dataDir: string, table: TableName, ids: readonly string[]): string | null {
  const compacted = compactedIn(dataDir);
  const files = ids
    .filter((id) => !compacted?.snapshots.has(id))
    .map((id) => join(snapshotDir(dataDir, id), `${table}.parquet`))
    .filter((path) => existsSync(path));
  const together = compacted && compactedFile(compacted, table);
  if (together !== null) files.push(together);
  if (files.length === 0) return null;
  const isOne = `snapshot_id in (${ids.map(quote).join(", ")})`;
  return `${selectFiles(
    table,
    files.map((path) => ({path, rows: 0}))
  )} where ${isOne}`;
}

/** SQL of the rows of one list of a snapshot; null where it holds none. */
export function selectList(dataDir: string, list: FoldedList | "blocking", id: string): string | null {
  const stored = selectStored(dataDir, list, [id]);
  const compacted = compactedIn(dataDir);
  if (!compacted?.snapshots.has(id) || !isFoldedList(list)) return stored;
  const [runs, lists, pages] = (["list_runs", "run_lists", "run_pages"] as const).map(
    (table) => `read_parquet(${quote(compactedFile(compacted, table)!)})`
  ) as [string, string, string];
  const ofList = `(
    select r.* replace (l.nth as first_nth, l.nth as last_nth)
    from ${runs} r
    join ${lists} l on l.chain = r.chain and l.nth between r.first_nth and r.last_nth
    where l.snapshot_id = ${quote(id)} and l.list = '${list}')`;
  const columns = Object.keys(columnsOf(list)).join(", ");
  const folded = unfoldSql({list_runs: ofList, run_lists: lists, run_pages: pages}, "true");
  return [...(stored === null ? [] : [stored]), folded]
    .map((select) => `select ${columns} from (${select})`)
    .join(" union all ");
}

/**
 * The accounts (ids) that rows of a snapshot are of, for those whose `snapshot.json` only counts them; `only` one of them,
 * if it is there.
 */
export async function accountsOf(
  db: Database,
  dataDir: string,
  {id, tables}: Manifest,
  only?: string
): Promise<string[]> {
  const compacted = compactedIn(dataDir);
  const isOne = compacted?.snapshots.has(id) === true;
  const names: CompactedTable[] = Object.keys(tables) as TableName[];
  const selects = (isOne ? [...names, "run_lists" as const] : names).flatMap((table) => {
    const file = isOne ? compactedFile(compacted, table) : join(snapshotDir(dataDir, id), `${table}.parquet`);
    return file === null
      ? []
      : [`select account_id from read_parquet(${quote(file)}) where snapshot_id = ${quote(id)}`];
  });
  if (selects.length === 0) return [];
  const where = only === undefined ? "" : `where account_id = ${BigInt(only)}`;
  const rows = await db.rows<{id: string}>(
    `select distinct account_id::varchar as id from (${selects.join(" union all ")}) ${where}`
  );
  return rows.map((row) => row.id);
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

/** Of so many snapshots files are open at a time. */
const readAtOnce = 32;

export interface AttachOptions {
  /**
   * Reads every file once to see whether it is as it was written: a flipped bit need not stop Parquet from being read. For
   * whoever computes from it or writes it anew.
   */
  isVerified?: boolean;
  /** Reads tables of many small files into memory, and finds out which folded lists models can read as they are. */
  willReadOften?: boolean;
}

/**
 * Makes every raw table readable in `db` as `<schema>.<table>` over all committed snapshots; a table no snapshot has
 * is there with no rows. `<schema>.snapshots` says which source each snapshot came from. Tables of many small files are
 * read into memory where `willReadOften`; the others are read from their files by every query. Returns how many rows
 * their files hold. Throws a `UserError` where a snapshot is not as it was written, or is from a source that this
 * version does not know.
 *
 * Where snapshots are compacted, `attachFoldedLists` says what stands beside the raw tables.
 */
export async function attachSnapshots(
  db: Database,
  dataDir: string,
  schema = "raw",
  {willReadOften = false, isVerified = false}: AttachOptions = {}
): Promise<number> {
  const ids = await listSnapshots(dataDir);
  // One that was a snapshot: without its people all of them would read as if they had left, or never come.
  const stray = (await strayNames(dataDir)).find((name) => /^\d{8}T\d{6}Z-/.test(name));
  if (stray !== undefined) throw new UserError(`snapshot ${stray}: ${withoutManifest}`);
  const compacted = compactedIn(dataDir);
  if (compacted !== null && isVerified) await verifyCompacted(compacted);
  const loose = ids.filter((id) => !compacted?.snapshots.has(id));
  const snapshots: Awaited<ReturnType<typeof filesOf>>[] = [];
  for (let from = 0; from < loose.length; from += readAtOnce)
    snapshots.push(
      ...(await Promise.all(
        loose.slice(from, from + readAtOnce).map((id) => filesOf(dataDir, id, isVerified))
      ))
    );
  const sources = new Map(snapshots.map(({id, source}) => [id, source]));
  for (const [id, {source}] of compacted?.snapshots ?? []) sources.set(id, knownSource(id, source));
  await db.run(`create schema if not exists ${schema}`);
  await db.run(createSnapshotsSql(`${schema}.snapshots`));
  const rows = ids.map((id) => snapshotRowSql(id, sources.get(id)!));
  if (rows.length > 0) await db.run(`insert into ${schema}.snapshots values ${rows.join(", ")}`);
  const held: string[] = [];
  const later: Partial<Record<TableName, string>> = {};
  let rowsOfAll = compacted?.tables.list_runs?.rows ?? 0;
  for (const table of tableNames) {
    const files = snapshots.flatMap(({files}) => files[table] ?? []);
    if (files.length > 0) later[table] = selectFiles(table, files);
    const path = compacted && compactedFile(compacted, table);
    if (path !== null) files.push({path, rows: compacted!.tables[table]!.rows});
    for (const file of files) rowsOfAll += file.rows;
    const name = `${schema}."${compacted !== null && isFoldedList(table) ? `stored_${table}` : table}"`;
    const select = `${selectFiles(table, files)} ${withoutRemoved(compacted, ids)}`;
    if (files.length === 0) await db.run(createTableSql(table, name));
    else if (willReadOften && isCheapToHold(files)) held.push(`create table ${name} as ${select}`);
    else await db.run(`create view ${name} as ${select}`);
  }
  if (held.length > 0) await withOneThread(db, () => db.run(held.join("; ")));
  if (compacted !== null)
    await attachFoldedLists(db, compacted, {
      schema,
      ids,
      isHeld: willReadOften,
      later: willReadOften ? later : null
    });
  return rowsOfAll;
}

/** When a name in the folder of snapshots last came, went or became another; undefined where there is no such folder. */
export const movedAt = (dataDir: string) =>
  statSync(snapshotsDir(dataDir), {bigint: true, throwIfNoEntry: false})?.mtimeNs;

/**
 * Gives what `read` finds out, which needs no lock. Where it throws, and another process put snapshots elsewhere in the
 * meantime (`compact`, `forget`, `snapshots remove`), it is called again: nothing is damaged then.
 */
export async function readAgainIfMoved<T>(dataDir: string, read: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = movedAt(dataDir);
    try {
      return await read();
    } catch (error) {
      if (movedAt(dataDir) === before) throw error;
    }
  }
}

/** Opens a database in which every raw table is readable as `raw.<table>`, hands it to `use`, which only reads, and closes it. */
export const withSnapshots = <T>(dataDir: string, use: (db: Database) => Promise<T>): Promise<T> =>
  readAgainIfMoved(dataDir, () =>
    withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      return use(db);
    })
  );

const isFoldedList = (table: TableName): table is FoldedList =>
  (foldedLists as readonly string[]).includes(table);

/** A condition that leaves out what was removed and still stands in the compacted files. */
function withoutRemoved(compacted: Compacted | null, ids: readonly string[]): string {
  const counted = new Set(ids);
  const removed = [...(compacted?.snapshots.keys() ?? [])].filter((id) => !counted.has(id));
  return removed.length > 0 ? `where snapshot_id not in (${removed.map(quote).join(", ")})` : "";
}

/**
 * Puts folded lists together with the others: `followers` and `following` have all rows. Beside them stand, for models
 * that read few runs rather than many rows:
 *
 * - `folded_runs`: somebody's rows in neighbouring lists of one chain as one, with the snapshot and the page of the first
 *   and of the last. Every list of that account, kind and source that ended in between shows them, and no row of theirs in
 *   between says anything else of `is_mutual`.
 * - `folded_pages`: the lists of those chains, and from which place to which their rows are of which page.
 * - `unfolded_followers`, `unfolded_following`: the rows that are in no such run, without positions.
 *
 * `later` has the rows of snapshots that are not compacted. Nothing above is sure of chains that did not end before the
 * first of those began: their rows are among the unfolded ones. Where it is null, all are.
 */
async function attachFoldedLists(
  db: Database,
  compacted: Compacted,
  {
    schema,
    ids,
    isHeld,
    later
  }: {
    schema: string;
    ids: readonly string[];
    isHeld: boolean;
    later: Partial<Record<TableName, string>> | null;
  }
): Promise<void> {
  const names = await attachFolded(db, compacted, schema, isHeld);
  const counted = withoutRemoved(compacted, ids);
  const sure = `${schema}.sure_chains`;
  const isSure = later !== null && counted === "";
  await db.run(
    `create table ${sure} as ${isSure ? sureChainsSql(names, later) : "select null::integer as chain where false"}`
  );
  const views = foldedLists.map((list) => {
    const columns = Object.keys(columnsOf(list)).join(", ");
    const stored = `${schema}.stored_${list}`;
    return `
      create view ${schema}.${list} as
      select ${columns} from ${stored}
      union all
      select ${columns} from (${unfoldSql(names, `list = '${list}'`)}) ${counted};
      create view ${schema}.unfolded_${list} as
      select account_id, snapshot_id, user_id, page_at, is_mutual from ${stored}
      union all
      select account_id, snapshot_id, user_id, page_at, is_mutual
      from (${unfoldWithoutPositionsSql(names, `list = '${list}' and chain not in (from ${sure})`)}) ${counted};`;
  });
  await db.run(views.join(""));
  await db.run(`
    create view ${schema}.folded_runs as
    select r.*, f.snapshot_id as first_id, t.snapshot_id as last_id, f.is_ended
    from ${names.list_runs} r
    join ${names.run_lists} f on f.chain = r.chain and f.nth = r.first_nth
    join ${names.run_lists} t on t.chain = r.chain and t.nth = r.last_nth
    where r.chain in (from ${sure});
    create view ${schema}.folded_pages as
    select l.chain, l.nth, l.account_id, l.list, l.snapshot_id, p.from_place,
      coalesce(lead(p.from_place) over (partition by l.chain, l.nth order by p.from_place), ${lastPlace}) as to_place, p.page_at
    from ${names.run_pages} p
    join ${names.run_lists} l on l.chain = p.chain and l.nth = p.nth`);
}

/** No place is higher. */
const lastPlace = 2_147_483_647;

/** The chains that ended before any list began that is not compacted. */
function sureChainsSql(names: FoldedNames, later: Partial<Record<TableName, string>>): string {
  const begun = foldedLists.flatMap((list) => [
    ...(later.lists
      ? [
          `select account_id, list, coalesce(started_at, '-infinity'::timestamp) as began_at from (${later.lists}) where list = '${list}'`
        ]
      : []),
    ...(later[list]
      ? [`select account_id, '${list}', min(page_at) from (${later[list]}) group by account_id`]
      : [])
  ]);
  const chains = `select chain, account_id, list, max(greatest(started_at, last_at)) as ended_at from ${names.run_lists} group by all`;
  if (begun.length === 0) return `select chain from (${chains})`;
  return `
    select chain from (${chains}) c
    where not exists (
      from (${begun.join(" union all ")}) b
      where b.account_id = c.account_id and b.list = c.list and b.began_at <= c.ended_at)`;
}

/**
 * Makes what stands beside the raw tables of compacted snapshots where there are none: every row is unfolded. `schema`
 * has the raw tables; whatever is there already stays.
 */
export async function attachUnfolded(db: Database, schema = "raw"): Promise<void> {
  const there = await db.rows(
    `select 1 from information_schema.tables where table_schema = ${quote(schema)} and table_name = 'folded_runs'`
  );
  if (there.length > 0) return;
  const rows = foldedLists.map(
    (list) =>
      `create view ${schema}.unfolded_${list} as select account_id, snapshot_id, user_id, page_at, is_mutual from ${schema}.${list};`
  );
  await db.run(`${rows.join("")}
    create table ${schema}.folded_runs (chain integer, place integer, list varchar, account_id bigint,
      user_id bigint, is_mutual boolean, first_nth integer, last_nth integer, first_at timestamp, last_at timestamp,
      first_id varchar, last_id varchar, is_ended boolean);
    create table ${schema}.folded_pages (chain integer, nth integer, account_id bigint, list varchar, snapshot_id varchar,
      from_place integer, to_place integer, page_at timestamp)`);
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
