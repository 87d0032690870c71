import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {copyFile, link, mkdir, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, withDatabase, type Database} from "../duckdb.ts";
import {folderError, UserError} from "../errors.ts";
import type {Manifest} from "./manifest.ts";
import {columnsOf, rawTables, tableNames, type TableName} from "./tables.ts";
import {version} from "../version.ts";
import {parquetOptions, settle, sha256Of, syncPath, type WrittenTable} from "./writer.ts";

/**
 * Old snapshots together in one folder, `0-compacted-<number>`, instead of a folder each. Its `snapshot.json` holds theirs; each raw table is one file. Lists that follow each other in one order are folded: somebody who stands
 * in many lists in a row is one row of `list_runs`, not one a list. `unfoldSql` gives the rows back as they were.
 *
 * The folder of the highest number counts. It is written hidden, synced, and renamed into place; from then on the
 * folders of its snapshots, and those of lower numbers, no longer count.
 */
export interface Compacted {
  directory: string;
  /** By id. Their `tables` say what was written of each; the files are those of `tables` below. */
  snapshots: ReadonlyMap<string, Manifest>;
  tables: Readonly<Record<string, WrittenTable>>;
}

/** The lists that can be folded. */
export const foldedLists = ["followers", "following"] as const;
export type FoldedList = (typeof foldedLists)[number];

/**
 * What folded lists are made of. A chain is a number of lists of one account and kind, in the order of time; `nth` counts
 * them from 0. All its people have a place in one order, which every list of the chain keeps.
 */
export const foldedTables = {
  /** One row for each person and unbroken run of lists of a chain with the same `is_mutual`. */
  list_runs: {
    key: ["chain", "place"],
    columns: {
      chain: "INTEGER",
      place: "INTEGER",
      list: "VARCHAR",
      account_id: "BIGINT",
      user_id: "BIGINT",
      is_mutual: "BOOLEAN",
      first_nth: "INTEGER",
      last_nth: "INTEGER",
      first_at: "TIMESTAMP", // their page_at in the first and in the last list
      last_at: "TIMESTAMP"
    }
  },
  /** One row a list of a chain. */
  run_lists: {
    key: ["chain", "nth"],
    columns: {
      chain: "INTEGER",
      nth: "INTEGER",
      list: "VARCHAR",
      account_id: "BIGINT",
      snapshot_id: "VARCHAR",
      is_ended: "BOOLEAN",
      started_at: "TIMESTAMP",
      first_at: "TIMESTAMP", // the least and the greatest page_at of its rows; null where it has none
      last_at: "TIMESTAMP"
    }
  },
  /** One row a piece of a list with one `page_at`: from this place on, a position is `shift` more than the row's number. */
  run_pages: {
    key: ["chain", "nth", "from_place"],
    columns: {
      chain: "INTEGER",
      nth: "INTEGER",
      from_place: "INTEGER",
      page_at: "TIMESTAMP",
      shift: "INTEGER"
    }
  }
} as const;
export type FoldedTable = keyof typeof foldedTables;
const foldedTableNames = Object.keys(foldedTables) as FoldedTable[];

/** What stands in a folder of compacted snapshots besides `snapshot.json`. */
export type CompactedTable = TableName | FoldedTable;

/** Whether a name is that of a table of compacted snapshots. */
export const isCompactedTable = (name: string): name is CompactedTable =>
  name in foldedTables || name in rawTables;

const isFolded = (table: CompactedTable): table is FoldedTable => table in foldedTables;
/** The columns of a table of compacted snapshots, and those that order its file. */
export const compactedColumns = (table: CompactedTable): string[] =>
  Object.keys(isFolded(table) ? foldedTables[table].columns : columnsOf(table));
const orderOf = (table: CompactedTable): readonly string[] =>
  // What many snapshots say of one thing stands together, and so takes little room.
  isFolded(table) ? foldedTables[table].key : ["account_id", ...rawTables[table].key, "snapshot_id"];

/** `create table` for a table of folded lists. */
const createFoldedSql = (table: FoldedTable, name: string) =>
  `create table ${name} (${Object.entries(foldedTables[table].columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(", ")})`;

const prefix = "0-compacted-";
const namePattern = new RegExp(`^${prefix}\\d{6}$`);
/** Whether a name in `snapshots/` is that of a folder of compacted snapshots. */
export const isCompactedName = (name: string) => namePattern.test(name);
const factsFile = "snapshot.json";
/** No source has this name: versions that know nothing of compacted snapshots read no store without them. */
const noSource = "compacted";

/** The folders of compacted snapshots, the one that counts last. */
function foldersIn(root: string): string[] {
  if (!existsSync(root)) return [];
  try {
    return readdirSync(root)
      .filter((name) => isCompactedName(name) && existsSync(join(root, name, factsFile)))
      .sort();
  } catch (error) {
    throw folderError(root, error);
  }
}

const read = new Map<string, {stamp: string; compacted: Compacted}>();

/** The compacted snapshots of a folder of snapshots; null where there are none. Throws a `UserError` where they cannot be read. */
export function readCompacted(root: string): Compacted | null {
  const name = foldersIn(root).at(-1);
  if (name === undefined) return null;
  const directory = join(root, name);
  const file = join(directory, factsFile);
  const written = statSync(file, {throwIfNoEntry: false});
  // A newer folder took its place between the two looks.
  if (written === undefined) return readCompacted(root);
  const {mtimeMs, size, ino} = written;
  const stamp = `${directory} ${mtimeMs} ${size} ${ino}`;
  const known = read.get(root);
  if (known?.stamp === stamp) return known.compacted;
  try {
    const {snapshots, tables} = JSON.parse(readFileSync(file, "utf8")) as {
      snapshots: Manifest[];
      tables: Record<string, WrittenTable>;
    };
    const compacted = {directory, tables, snapshots: new Map(snapshots.map((one) => [one.id, one]))};
    read.set(root, {stamp, compacted});
    return compacted;
  } catch (error) {
    throw new UserError(`${file} cannot be read: restore ${name} from a backup`, {cause: error});
  }
}

/** The file of a table of compacted snapshots; null where they have none. Throws a `UserError` where it is gone or cut short. */
export function compactedFile({directory, tables}: Compacted, table: CompactedTable): string | null {
  const written = tables[table];
  if (written === undefined) return null;
  const path = join(directory, `${table}.parquet`);
  const bytes = statSync(path, {throwIfNoEntry: false})?.size;
  if (bytes === written.bytes) return path;
  throw damaged(path, bytes === undefined);
}

/** Whether every file of the compacted snapshots is as it was written. Throws a `UserError` where one is not. */
export async function verifyCompacted(compacted: Compacted): Promise<void> {
  for (const table of Object.keys(compacted.tables) as CompactedTable[]) {
    const path = compactedFile(compacted, table)!;
    if ((await sha256Of(path)) !== compacted.tables[table]!.sha256) throw damaged(path, false);
  }
}

const damaged = (path: string, isMissing: boolean) =>
  new UserError(
    `compacted snapshots: ${path} is ${isMissing ? "missing" : "damaged or was changed"}: restore that folder from a backup`
  );

export interface CompactedChange {
  snapshots: readonly Manifest[];
  /** SELECTs of the tables that change, their columns by name; null drops the table. The others stay as they are. */
  tables: Readonly<Partial<Record<CompactedTable, string | null>>>;
  /** Called after each step, with its name. */
  onStep?: ((step: string) => void) | undefined;
}

/**
 * Puts another folder of compacted snapshots in the place of the one there is, all at once, and deletes what it takes the
 * place of. Only called under the lock. Killed before the rename nothing has happened, after it the next writer deletes.
 */
export async function writeCompacted(
  db: Database,
  root: string,
  {snapshots, tables, onStep}: CompactedChange
): Promise<void> {
  const old = readCompacted(root);
  const last = Number(foldersIn(root).at(-1)?.slice(prefix.length) ?? 0);
  const name = `${prefix}${String(last + 1).padStart(6, "0")}`;
  const hidden = join(root, `.${name}-${process.pid}`);
  await rm(hidden, {recursive: true, force: true});
  await mkdir(hidden, {recursive: true});
  try {
    const written: Record<string, WrittenTable> = {};
    for (const table of [...tableNames, ...foldedTableNames]) {
      const file = join(hidden, `${table}.parquet`);
      const select = tables[table];
      if (typeof select === "string") {
        const columns = compactedColumns(table).map((column) => `"${column}"`);
        const order = orderOf(table).map((column) => `"${column}"`);
        const [copied] = await db.rows<{Count: bigint}>(`
          copy (select ${columns.join(", ")} from (${select}) order by ${order.join(", ")})
          to ${quote(file)} (${parquetOptions})`);
        written[table] = {rows: Number(copied!.Count), ...(await settle(file))};
        onStep?.(`written ${table}`);
      } else if (select === undefined && old?.tables[table]) {
        const from = compactedFile(old, table)!;
        await link(from, file).catch(() => copyFile(from, file));
        written[table] = old.tables[table];
      }
    }
    const lines = [...snapshots].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => JSON.stringify(one));
    const facts = join(hidden, factsFile);
    const about = {id: name, source: noSource, version, accounts: 0, tables: written};
    const text = `${JSON.stringify(about).slice(0, -1)},\n"snapshots": [\n${lines.join(",\n")}\n]}\n`;
    await writeFile(facts, text);
    await syncPath(facts);
    await syncPath(hidden);
    onStep?.("written");
    await rename(hidden, join(root, name));
    await syncPath(root);
  } catch (error) {
    await rm(hidden, {recursive: true, force: true});
    throw error;
  }
  onStep?.("committed");
  await sweepCompacted(root, onStep);
}

/** Deletes folders whose place the compacted snapshots have taken. Only called under the lock. */
export async function sweepCompacted(root: string, onStep?: (step: string) => void): Promise<void> {
  const compacted = readCompacted(root);
  if (compacted === null) return;
  for (const name of await readdir(root)) {
    const isOlder = isCompactedName(name) && join(root, name) !== compacted.directory;
    if (!isOlder && !compacted.snapshots.has(name)) continue;
    // Under a hidden name first, so that no half of it is ever seen.
    const hidden = join(root, `.${name}-compacted`);
    await rm(hidden, {recursive: true, force: true});
    await rename(join(root, name), hidden);
    await rm(hidden, {recursive: true, force: true});
    onStep?.(`deleted ${name}`);
  }
  await syncPath(root);
}

/** Where the tables of folded lists are in a database. */
export interface FoldedNames {
  list_runs: string;
  run_lists: string;
  run_pages: string;
}

/** The rows of a person in each list of their runs, `from` a relation of such runs: chain, place, `nth` and what else they have. */
const eachList = (columns: string, from: string) =>
  `select ${columns}, chain, place, unnest(range(first_nth, last_nth + 1))::integer as nth from ${from}`;

/**
 * SQL of the rows of folded lists: account_id, snapshot_id, list, user_id, page_at, is_mutual. `where` is a condition on
 * the columns of `list_runs`.
 */
export const unfoldWithoutPositionsSql = (names: FoldedNames, where: string) => `
  select r.account_id, l.snapshot_id, r.list, r.user_id, p.page_at, r.is_mutual
  from (${eachList("account_id, list, user_id, is_mutual", `${names.list_runs} where ${where}`)}) r
  join ${names.run_lists} l on l.chain = r.chain and l.nth = r.nth
  asof join ${names.run_pages} p on p.chain = r.chain and p.nth = r.nth and r.place >= p.from_place`;

/** The same with positions, which take counting the rows of each list: every column of a raw list. */
export const unfoldSql = (names: FoldedNames, where: string) => `
  select r.account_id, l.snapshot_id, r.user_id, (r.row_number - 1 + p.shift)::integer as position, p.page_at, r.is_mutual
  from (
    select *, row_number() over (partition by chain, nth order by place) as row_number
    from (${eachList("account_id, user_id, is_mutual", `${names.list_runs} where ${where}`)})
  ) r
  join ${names.run_lists} l on l.chain = r.chain and l.nth = r.nth
  asof join ${names.run_pages} p on p.chain = r.chain and p.nth = r.nth and r.place >= p.from_place`;

/**
 * Makes the tables of folded lists readable on `db` as `<schema>.<table>`, with no rows where nothing is compacted; in
 * memory where `isHeld`.
 */
export async function attachFolded(
  db: Database,
  compacted: Compacted | null,
  schema: string,
  isHeld = false
): Promise<FoldedNames> {
  for (const table of foldedTableNames) {
    const name = `${schema}.${table}`;
    const file = compacted && compactedFile(compacted, table);
    const columns = compactedColumns(table).join(", ");
    if (file === null) await db.run(createFoldedSql(table, name));
    else
      await db.run(
        `create ${isHeld ? "table" : "view"} ${name} as select ${columns} from read_parquet(${quote(file)})`
      );
  }
  return {
    list_runs: `${schema}.list_runs`,
    run_lists: `${schema}.run_lists`,
    run_pages: `${schema}.run_pages`
  };
}

/** Takes snapshots out of the compacted ones. Only called under the lock. */
export async function dropFromCompacted(root: string, ids: ReadonlySet<string>): Promise<void> {
  const compacted = readCompacted(root);
  if (compacted === null || ![...ids].some((id) => compacted.snapshots.has(id))) return;
  await withDatabase(async (db) => {
    await db.run("create schema old");
    await attachFolded(db, compacted, "old");
    await db.run(`
      create table dropped as select unnest([${[...ids].map(quote).join(", ")}]::varchar[]) as snapshot_id;
      create table kept as
      select chain, nth, is_kept, (count(*) filter (where is_kept) over (partition by chain order by nth))::integer as kept_so_far
      from (select chain, nth, snapshot_id not in (from dropped) as is_kept from old.run_lists);
      create table runs as
      select r.* replace (f.kept_so_far - f.is_kept::integer as first_nth, t.kept_so_far - 1 as last_nth)
      from old.list_runs r
      join kept f on f.chain = r.chain and f.nth = r.first_nth
      join kept t on t.chain = r.chain and t.nth = r.last_nth;
      create table lists as
      select l.* replace (k.kept_so_far - 1 as nth) from old.run_lists l join kept k using (chain, nth) where k.is_kept;
      create table pages as
      select p.* replace (k.kept_so_far - 1 as nth) from old.run_pages p join kept k using (chain, nth) where k.is_kept`);
    const tables: Partial<Record<CompactedTable, string>> = {
      run_lists: "from lists",
      run_pages: "from pages",
      // A run may begin or end with another list now.
      list_runs: `
        select r.* replace (f.page_at as first_at, t.page_at as last_at)
        from (from runs where first_nth <= last_nth) r
        asof join pages f on f.chain = r.chain and f.nth = r.first_nth and r.place >= f.from_place
        asof join pages t on t.chain = r.chain and t.nth = r.last_nth and r.place >= t.from_place`
    };
    for (const table of tableNames) {
      const file = compactedFile(compacted, table);
      if (file === null) continue;
      tables[table] = `from read_parquet(${quote(file)}) where snapshot_id not in (from dropped)`;
    }
    const snapshots = [...compacted.snapshots.values()].filter(({id}) => !ids.has(id));
    await writeCompacted(db, root, {snapshots, tables});
  });
}
