import {existsSync} from "node:fs";
import {access, constants, readFile, readdir, realpath} from "node:fs/promises";
import {basename, dirname, isAbsolute, join, relative, resolve} from "node:path";
import type {Command} from "commander";
import {credentialsPath} from "../../data-loaders/access/private-file.ts";
import {readCredentials} from "../../data-loaders/x/access/credentials-file.ts";
import {unfinished as unfinishedOfBluesky} from "../../data-loaders/bluesky/journal.ts";
import {unfinished} from "../../data-loaders/x-api/journal.ts";
import {openDatabase, quote, setThreads, type Database} from "../duckdb.ts";
import {messageOf} from "../errors.ts";
import {isStamped} from "../models/build.ts";
import {changedMart} from "../models/mart-files.ts";
import {attachMarts, listMarts, martsDir} from "../models/marts.ts";
import {readModels} from "../models/models.ts";
import {applyNames, hasNames} from "../names/resolve.ts";
import {standInSql} from "../names/stand-in.ts";
import {dataOption} from "./options.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {idOf} from "../snapshots/directory.ts";
import {networks} from "../networks/networks.ts";
import {isForgetOpen} from "../forget/forget.ts";
import {goneIds} from "../snapshots/removed.ts";
import {compactedColumns, isCompactedTable, type Compacted} from "../snapshots/compacted.ts";
import {
  compactedIn,
  listSnapshots,
  movedAt,
  readManifest,
  restore,
  snapshotDir,
  snapshotsDir,
  strayNames,
  withoutManifest,
  withSnapshots
} from "../snapshots/store.ts";
import {columnsOf, tableNames, type TableName} from "../snapshots/tables.ts";
import {sha256Of, type WrittenTable} from "../snapshots/writer.ts";
import {plural} from "../words.ts";

/** What one check found: `failure` is null where all is well, else what is wrong and what to do about it. */
export interface CheckResult {
  name: string;
  failure: string | null;
}

const dataTestsDir = new URL("../models/tests/", import.meta.url);
const oldestNode = [20, 19] as const;

export function addCheckCommand(program: Command): void {
  program
    .command("check")
    .description("Check this machine, the files of every snapshot, and the data tests of the marts")
    .addOption(dataOption())
    .action(async (options: {data?: string}) => {
      const dataDir = dataDirOf(options.data);
      const before = movedAt(dataDir);
      let failed = 0;
      let count = 0;
      for await (const {name, failure} of checkAll(dataDir)) {
        count++;
        if (failure !== null) failed++;
        process.stdout.write(
          `${failure === null ? "ok" : "failed"} ${name}${failure ? `: ${failure}` : ""}\n`
        );
      }
      process.stderr.write(`${count - failed} ok, ${failed} failed\n`);
      if (failed > 0) process.exitCode = 1;
      if (failed > 0 && movedAt(dataDir) !== before)
        process.stderr.write("another command wrote snapshots in the meantime: run followback check again\n");
    });
}

/** Runs every check of a data folder, in order: environment, credentials, what was interrupted, ledger, data tests. */
export async function* checkAll(dataDir: string): AsyncGenerator<CheckResult> {
  const db = await openDatabase();
  try {
    yield* checkEnvironment(dataDir);
    yield* checkCredentials(dataDir);
    yield* checkUnfinished(dataDir);
    let isWhole = true;
    for await (const result of checkLedger(db, dataDir)) {
      isWhole &&= result.failure === null;
      yield result;
    }
    // A damaged file is named once, above: what reads all of them would only fail.
    if (isWhole) {
      yield* checkNames(dataDir);
      yield* checkOutsideIds(dataDir);
    }
    yield* checkMarts(db, dataDir);
  } finally {
    await db.close();
  }
}

/** Whether the program can run here: Node is new enough and the data folder can be written. */
async function* checkEnvironment(dataDir: string): AsyncGenerator<CheckResult> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isNew = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  yield {
    name: `Node ${process.versions.node}`,
    failure: isNew ? null : `${oldestNode.join(".")} or newer is needed: update Node`
  };
  const missing = existsSync(dataDir) ? "" : " (no such folder yet; it would be made)";
  yield await attempt(`writing to ${dataDir}${missing}`, async () => {
    let existing = dataDir;
    while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
    await access(existing, constants.W_OK | constants.R_OK);
    return null;
  });
  yield await attempt("settings", async () => {
    await readSettings(dataDir);
    return null;
  });
}

/** Whether the credentials file, if there is one, is for its owner's eyes only and lies outside the data folder. */
async function* checkCredentials(dataDir: string): AsyncGenerator<CheckResult> {
  const file = credentialsPath();
  if (!existsSync(file)) return;
  yield await attempt("credentials", async () => {
    await readCredentials(file);
    const [inside, folder] = await Promise.all([
      realpath(file),
      realpath(dataDir).catch(() => resolve(dataDir))
    ]);
    const path = relative(folder, inside);
    if (path.startsWith("..") || isAbsolute(path)) return null;
    return `${file} lies in the data folder, which may be pushed: move it out, and set FOLLOWBACK_CREDENTIALS to its new place`;
  });
}

/** What an interrupted run left: a snapshot can wait, a forgetting that was begun was a promise. */
async function* checkUnfinished(dataDir: string): AsyncGenerator<CheckResult> {
  for (const account of unfinished(dataDir))
    yield {
      name: `unfinished snapshot of ${account}: followback snapshot continues it, or saves it as partial`,
      failure: null
    };
  for (const account of unfinishedOfBluesky(dataDir))
    yield {
      name: `unfinished snapshot of ${account}: followback snapshot continues it within an hour, or begins again`,
      failure: null
    };
  if (isForgetOpen(dataDir))
    yield {name: "forgetting", failure: "an earlier run was interrupted: run followback forget to finish it"};
}

/** Whether each name that stands for a person has a number of its own, and the right one. */
async function* checkNames(dataDir: string): AsyncGenerator<CheckResult> {
  if ((await listSnapshots(dataDir)).length === 0) return;
  const [found] = await withSnapshots(dataDir, async (db) => {
    if (!(await hasNames(db))) return [];
    return db.rows<{names: bigint; shared: bigint; wrong: bigint}>(`
      select count(distinct name) as names, count(distinct name) - count(distinct user_id) as shared,
        count(*) filter (where user_id <> ${standInSql("name")}) as wrong from raw.names`);
  });
  if (found === undefined) return;
  const {names, shared, wrong} = found;
  yield {
    name: `${plural(Number(names), "person", "people")} known by name`,
    failure:
      shared > 0n
        ? `${shared} of the names share their number with another name: the figures take them for one person: export these lists with ids`
        : wrong > 0n
          ? `${wrong} names do not fit their numbers: remove their snapshots by followback snapshots remove, and import them again`
          : null
  };
}

/** Whether each id that is a text outside has a number of its own, and the right one, and no number of another network. */
async function* checkOutsideIds(dataDir: string): AsyncGenerator<CheckResult> {
  if ((await listSnapshots(dataDir)).length === 0) return;
  const [found] = await withSnapshots(dataDir, async (db) => {
    return db.rows<{ids: bigint; shared: bigint; wrong: bigint; mixed: bigint}>(`
      with texts as (select distinct id, text from raw.outside_ids),
      accounts as (
        select account_id from raw.lists join raw.snapshots using (snapshot_id)
        group by account_id having count(distinct network) > 1
      )
      select (select count(*) from texts) as ids,
        (select count(*) - count(distinct id) from texts) as shared,
        (select count(*) from texts where id is distinct from ${networks.bluesky.ids.insideSql("text")}) as wrong,
        (select count(*) from accounts) as mixed`);
  });
  if (!found || (found.ids === 0n && found.mixed === 0n)) return;
  const {ids, shared, wrong, mixed} = found;
  yield {
    name: `${ids} ids that are texts`,
    failure:
      mixed > 0n
        ? `${mixed} of the accounts: snapshots of two networks: remove those of one by followback snapshots remove`
        : shared > 0n
          ? `${shared} of them share their number with another: the figures take them for one: forget one of the two`
          : wrong > 0n
            ? `${wrong} of them do not fit their numbers: remove their snapshots by followback snapshots remove, and take them again`
            : null
  };
}

/** Whether each snapshot still holds what its `snapshot.json` says was written. */
async function* checkLedger(db: Database, dataDir: string): AsyncGenerator<CheckResult> {
  const ids = new Set(await listSnapshots(dataDir));
  const root = snapshotsDir(dataDir);
  const names = existsSync(root) ? await readdir(root) : [];
  const gone = await goneIds(root, new Set(names.map(idOf)));
  if (gone.size > 0)
    yield {
      name: `removal of ${gone.size} ${gone.size === 1 ? "snapshot" : "snapshots"} was interrupted: the next command that writes finishes it`,
      failure: null
    };
  for (const name of await strayNames(dataDir)) yield {name: `snapshot ${name}`, failure: withoutManifest};
  const compacted = compactedIn(dataDir);
  if (compacted !== null)
    yield await attempt(`compacted snapshots (${compacted.snapshots.size})`, () =>
      tornCompacted(db, compacted)
    );
  for (const id of ids)
    if (!compacted?.snapshots.has(id))
      yield await attempt(`snapshot ${id}`, () => tornTable(db, dataDir, id));
  if (ids.size === 0) yield {name: "snapshots: none yet", failure: null};
}

/** Names the first file of a snapshot that is not what was written, or null. */
async function tornTable(db: Database, dataDir: string, id: string): Promise<string | null> {
  const manifest = await readManifest(dataDir, id).catch((error: unknown) =>
    messageOf(error).replace(`snapshot ${id}: `, "")
  );
  if (typeof manifest === "string") return manifest;
  const columns = (table: string) =>
    tableNames.includes(table as TableName) ? Object.keys(columnsOf(table as TableName)) : null;
  return tornFile(db, snapshotDir(dataDir, id), {tables: manifest.tables, columns, restore});
}

/** The same of the compacted snapshots. */
const tornCompacted = (db: Database, {directory, tables}: Compacted) =>
  tornFile(db, directory, {
    tables,
    columns: (table) => (isCompactedTable(table) ? compactedColumns(table) : null),
    restore: `restore ${basename(directory)} from a backup`
  });

interface Written {
  tables: Readonly<Record<string, WrittenTable>>;
  /** The columns of a table; null where this version does not know it. */
  columns: (table: string) => string[] | null;
  restore: string;
}

async function tornFile(
  db: Database,
  directory: string,
  {tables, columns, restore}: Written
): Promise<string | null> {
  for (const [table, written] of Object.entries(tables)) {
    const file = join(directory, `${table}.parquet`);
    if (!existsSync(file)) return `${table}.parquet is missing: ${restore}`;
    if ((await sha256Of(file)) !== written.sha256)
      return `${table}.parquet is damaged or was changed: ${restore}`;
    const [count] = await db.rows<{n: bigint}>(`select count(*) as n from read_parquet(${quote(file)})`);
    if (Number(count!.n) !== written.rows)
      return `${table}.parquet has ${count!.n} rows, snapshot.json says ${written.rows}: ${restore}`;
    const present = await db.rows<{name: string}>(
      `select name from parquet_schema(${quote(file)}) where name is not null`
    );
    const held = new Set(present.map(({name}) => name));
    const known = columns(table);
    if (known === null) return `unknown table ${table}: update followback`;
    const lost = known.find((column) => !held.has(column));
    if (lost) return `${table}.parquet has no column ${lost}: ${restore}`;
  }
  for (const file of await readdir(directory))
    if (file.endsWith(".parquet") && !(file.slice(0, -8) in tables))
      return `${file} is not in snapshot.json: move it out of the snapshot`;
  return null;
}

/** The data tests: each `src/models/tests/*.sql` selects the rows that break a rule, so none is well. */
async function* checkMarts(db: Database, dataDir: string): AsyncGenerator<CheckResult> {
  if (!existsSync(join(dataDir, "marts"))) {
    yield {name: "data tests: no marts yet, see followback build", failure: null};
    return;
  }
  const files = existsSync(dataTestsDir)
    ? (await readdir(dataTestsDir)).filter((f) => f.endsWith(".sql"))
    : [];
  const attached = await attempt("reading the marts", async () => {
    await setThreads(db, await attachMarts(db, dataDir));
    const built = new Set(await listMarts(dataDir));
    const lost = readModels().find(({name, kind}) => kind === "marts" && !built.has(name));
    if (lost) return `${lost.name}.parquet is not there: run followback build again`;
    const changed = (await isStamped(dataDir)) ? await changedMart(martsDir(dataDir)) : null;
    return changed === null ? null : `${changed} is not as it was built: run followback build again`;
  });
  yield attached;
  if (attached.failure !== null) return;
  if (!(await isStamped(dataDir))) {
    // They hold between the marts and the snapshots that these were made from.
    yield {
      name: "data tests: the marts are older than the snapshots or the models, see followback build",
      failure: null
    };
    return;
  }
  // Marts have ids where snapshots have names.
  await applyNames(db);
  for (const file of files.sort()) {
    const select = await readFile(new URL(file, dataTestsDir), "utf8");
    yield await attempt(`data test ${file.slice(0, -4)}`, async () => {
      const rows = await db.rows(`select * from (\n${select.trim().replace(/;$/, "")}\n)`);
      if (rows.length === 0) return null;
      const first = JSON.stringify(rows[0], (_, value) =>
        typeof value === "bigint" ? String(value) : value
      );
      return rows.length === 1
        ? `one row breaks it: ${first}`
        : `${plural(rows.length, "row")} break it, the first is ${first}`;
    });
  }
}

/** Turns what a check throws into a failure of that check, so that the others still run. */
async function attempt(name: string, check: () => Promise<string | null>): Promise<CheckResult> {
  try {
    return {name, failure: await check()};
  } catch (error) {
    return {name, failure: messageOf(error)};
  }
}
