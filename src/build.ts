import {createHash} from "node:crypto";
import {existsSync, readFileSync, readdirSync} from "node:fs";
import {mkdir, readFile, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {BIGINT, BOOLEAN, DuckDBDataChunk, INTEGER, type DuckDBAppender} from "@duckdb/node-api";
import {quote, withDatabase, type Database} from "./duckdb.ts";
import {UserError} from "./errors.ts";
import {judgeLists, type JudgedList} from "./estimators/recall.ts";
import {martsDir} from "./marts.ts";
import {lockData} from "./snapshots/lock.ts";
import {doneAfter, preludeSql, readModels, withWhatTheyRead, type Model} from "./models.ts";
import {attachSnapshots, listSnapshots} from "./snapshots/store.ts";
import {version} from "./version.ts";

/** What a build was made from: equal stamps mean equal marts. */
interface BuildStamp {
  version: string;
  models: string;
  snapshots: string[];
}

export interface BuildOptions {
  /** Called before each step with its number, from 0, and its name; `countSteps` tells how many there are. */
  onStep?: (done: number, name: string) => void;
  threads?: number;
}

export interface RunOptions extends Pick<BuildOptions, "onStep"> {
  /** Makes these relations and those they read, and nothing else. Default: every one. */
  only?: readonly string[];
  /** Called with each model once it is made. Where it is given, a relation that nobody reads any more is dropped. */
  onMade?: (model: Model) => Promise<void>;
}

/** How many steps a build has. */
export const countSteps = () => readModels().length + 1;

/** Builds every mart from the snapshots and puts them in place at once. Returns the rows of each mart. */
export async function buildMarts(
  dataDir: string,
  options: BuildOptions = {}
): Promise<Record<string, number>> {
  const unlock = await lockData(dataDir);
  try {
    const snapshots = await listSnapshots(dataDir);
    if (snapshots.length === 0) {
      throw new UserError(
        `no snapshots in ${dataDir}: take one with \`followback snapshot\`, or bring data with \`followback import\``
      );
    }
    return await writeMarts(dataDir, snapshots, options);
  } catch (error) {
    await rm(hiddenDir(dataDir), {recursive: true, force: true});
    throw error;
  } finally {
    unlock();
  }
}

/** Where this process writes marts before they are all there. */
const hiddenDir = (dataDir: string) => join(dataDir, `.marts-${process.pid}`);

/** Writes the marts to a hidden folder, then swaps it in: readers see the old ones or the new ones. */
async function writeMarts(
  dataDir: string,
  snapshots: string[],
  options: BuildOptions
): Promise<Record<string, number>> {
  const hidden = hiddenDir(dataDir);
  const rows = await withDatabase(
    async (db) => {
      await attachSnapshots(db, dataDir);
      await rm(hidden, {recursive: true, force: true});
      await mkdir(hidden, {recursive: true});
      const written: Record<string, number> = {};
      const write = async ({name, kind}: Model) => {
        if (kind !== "marts") return;
        const [copied] = await db.rows<{Count: bigint}>(
          `copy "${name}" to ${quote(join(hidden, `${name}.parquet`))} (format parquet, compression zstd)`
        );
        written[name] = Number(copied!.Count);
      };
      await runModels(db, {...options, onMade: write});
      return written;
    },
    options.threads ? {threads: options.threads} : {}
  );
  await writeFile(join(hidden, "build.json"), JSON.stringify(stampOf(snapshots), null, 2) + "\n");
  await sweep(dataDir, hidden);
  await rename(hidden, martsDir(dataDir));
  return rows;
}

/** Makes every model in `db`, which has the snapshots attached as `raw`: judged lists first, then each model in its turn. */
export async function runModels(db: Database, {onStep, only, onMade}: RunOptions = {}): Promise<void> {
  const models = only === undefined ? readModels() : withWhatTheyRead(readModels(), only);
  const done = doneAfter(models);
  await db.run(preludeSql());
  onStep?.(0, "judging lists");
  await storeJudgements(db);
  for (const [index, model] of models.entries()) {
    const {name} = model;
    onStep?.(index + 1, name);
    try {
      await model.make(db);
      await onMade?.(model);
      if (onMade) for (const last of done[index]!) await db.run(`drop table "${last}"`);
    } catch (error) {
      throw new Error(`model ${name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error
      });
    }
  }
}

/** Whether the marts in place were made from these snapshots by these models. */
export async function isBuilt(dataDir: string): Promise<boolean> {
  const file = join(martsDir(dataDir), "build.json");
  if (!existsSync(file)) return false;
  return (
    (await readFile(file, "utf8")) === JSON.stringify(stampOf(await listSnapshots(dataDir)), null, 2) + "\n"
  );
}

function stampOf(snapshots: string[]): BuildStamp {
  const hash = createHash("sha256");
  for (const folder of ["models", "estimated", "estimators"]) {
    const root = fileURLToPath(new URL(folder, import.meta.url));
    const files = readdirSync(root, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
    for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(readFileSync(file));
  }
  return {version, models: hash.digest("hex").slice(0, 16), snapshots};
}

/** Removes the marts in place and what a killed build left behind. */
async function sweep(dataDir: string, hidden: string) {
  for (const name of await readdir(dataDir)) {
    const path = join(dataDir, name);
    if (name === "marts" || (name.startsWith(".marts-") && path !== hidden))
      await rm(path, {recursive: true, force: true});
  }
}

/** Writes the judgement of every list to `judged_lists`, and of every new row that could be placed to `judged_rows`. */
async function storeJudgements(db: Database) {
  await db.run(`
    create table judged_lists (nth integer, account_id bigint, snapshot_id varchar, list varchar, verdict varchar, why varchar,
      known_rows bigint, order_violations bigint, order_holds boolean);
    create temp table placed_people (nth integer, user_id bigint, is_arrival boolean)`);
  // First read, then write: an appender on this connection would stand in the way of the reading.
  const judged: JudgedList[] = [];
  for await (const one of judgeLists(db)) judged.push({...one, judgement: {...one.judgement, missing: []}});
  const lists = await db.connection.createAppender("judged_lists");
  const people = await db.connection.createAppender("placed_people");
  for (const [nth, {accountId, snapshotId, list, judgement}] of judged.entries()) {
    const isOrdered = judgement.knownRows > 0;
    lists.appendInteger(nth);
    lists.appendBigInt(BigInt(accountId));
    lists.appendVarchar(snapshotId);
    lists.appendVarchar(list);
    lists.appendVarchar(judgement.verdict);
    if (judgement.why === null) lists.appendNull();
    else lists.appendVarchar(judgement.why);
    if (isOrdered) {
      lists.appendBigInt(BigInt(judgement.knownRows));
      lists.appendBigInt(BigInt(judgement.violations));
      lists.appendBoolean(judgement.holds);
    } else for (let column = 0; column < 3; column++) lists.appendNull();
    lists.endRow();
    appendPeople(people, nth, judgement.arrivals, true);
    appendPeople(people, nth, judgement.reappeared, false);
  }
  lists.closeSync();
  people.closeSync();
  await db.run(`
    create table judged_rows as
    select l.account_id, l.snapshot_id, l.list, p.user_id, case when p.is_arrival then 'arrival' else 'reappeared' end as standing
    from placed_people p
    join judged_lists l on l.nth = p.nth;
    drop table placed_people`);
}

/** As many rows as a chunk of the database holds. */
const chunkRows = 2048;

/** Appends people chunk by chunk, which takes a tenth of the time of value by value. */
function appendPeople(appender: DuckDBAppender, nth: number, ids: readonly bigint[], isArrival: boolean) {
  for (let from = 0; from < ids.length; from += chunkRows) {
    const some = ids.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, BOOLEAN], some.length);
    chunk.setColumnValues(
      0,
      Array.from(some, () => nth)
    );
    chunk.setColumnValues(1, some);
    chunk.setColumnValues(
      2,
      Array.from(some, () => isArrival)
    );
    appender.appendDataChunk(chunk);
  }
}
