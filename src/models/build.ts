import {existsSync} from "node:fs";
import {mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, rowGroup, setThreads, withDatabase, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {readHeldBack, type HeldBack} from "../lists/held-back.ts";
import {storeJudgements} from "../lists/judgements.ts";
import {BareRelations} from "./bare.ts";
import {duckdb, type Engine} from "./engine.ts";
import {dropKept, KeptLists} from "./kept.ts";
import {hideKept} from "./kept-relations.ts";
import {digestOfModels} from "./made-from.ts";
import {changedMart, recordFiles} from "./mart-files.ts";
import {martsDir} from "./marts.ts";
import {SparkEngine} from "./spark/engine.ts";
import {SparkSession} from "./spark/session.ts";
import {findTouched, recordMarts, showSome, withUntouched} from "./untouched.ts";
import {readOutlines, type Outlines} from "./outlines.ts";
import {readNamesLeftOut, type NamesLeftOut} from "../names/left-out.ts";
import {applyNames, hasNames, leaveNobodyOut} from "../names/resolve.ts";
import {lockData} from "../snapshots/lock.ts";
import {replaceFolder, sweepBeside} from "../snapshots/replace-folder.ts";
import {doneAfter, preludeSql, readModels, withWhatTheyRead, type Model} from "./models.ts";
import {attachSnapshots, attachUnfolded, countRemovals, listSnapshots} from "../snapshots/store.ts";
import {version} from "../version.ts";

/** What a build was made from: equal stamps mean equal marts. */
interface BuildStamp {
  version: string;
  models: string;
  snapshots: string[];
  /** How often snapshots were removed, where they ever were: what came back under the same id may not be the same. */
  removals?: number;
}

export interface BuildOptions {
  /** Called before each step with its number, from 0, and its name; `countSteps` tells how many there are. */
  onStep?: (done: number, name: string) => void;
  threads?: number;
  /** Called with the lists that are taken as partial though they ended. */
  onHeldBack?: (lists: readonly HeldBack[]) => void;
  /** Called with what is left out or open because people are known by name only. */
  onNames?: (accounts: readonly NamesLeftOut[]) => void;
  /** Runs the SQL of the models on the user's own Spark, of this master, instead of DuckDB: `local[*]`, `spark://host:7077`. */
  sparkMaster?: string;
  /** Called at times while no worker of that master takes the work. */
  onWait?: () => void;
  /** From how many rows of lists on a build keeps what it found out of them, and goes on from there. */
  keepFrom?: number;
}

export interface RunOptions extends Pick<BuildOptions, "onStep" | "onHeldBack" | "onNames"> {
  /** Makes these relations and those they read, and nothing else. Default: every one. */
  only?: readonly string[];
  /** What a former build kept of lists, and what this one keeps for the next. */
  kept?: KeptLists | null;
  /** What runs the SQL. Default: DuckDB. */
  engine?: Engine;
  /** What is known of relations before they are made. None: every relation is planned. Default: `knownOutlines`. */
  outlines?: Outlines;
  /** Called with each model once it is made. Where it is given, a relation that nobody reads any more is dropped, */
  onMade?: (model: Model) => Promise<void>;
  /** but where all rows are few: to drop them one by one takes longer than the room they take is worth. */
  areFew?: boolean;
}

/** Of no relation is anything known. */
export const noOutlines: Outlines = new Map();

/** What is known of every relation, see `readOutlines`. */
export const knownOutlines = (): Promise<Outlines> =>
  (known ??= readOutlines((db, onMade) => runModels(db, {onMade, outlines: noOutlines})));
let known: Promise<Outlines> | null = null;

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
    await rm(KeptLists.hiddenDir(dataDir), {recursive: true, force: true});
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
  if (options.sparkMaster !== undefined) {
    const rows = await writeMartsBySpark(dataDir, hidden, options.sparkMaster, options);
    await putInPlace(dataDir, snapshots, hidden);
    return rows;
  }
  const marts = readModels().flatMap(({name, kind}) => (kind === "marts" ? [name] : []));
  let hasOthers = false;
  const rows = await withDatabase(
    async (db) => {
      const rawRows = await attachSnapshots(db, dataDir, "store", {
        willReadOften: true,
        isVerified: true
      });
      const [held] = await db.rows<{accounts: bigint}>(
        "select count(distinct account_id) as accounts from store.lists"
      );
      hasOthers = held!.accounts > 1n;
      if (options.threads === undefined) await setThreads(db, rawRows);
      const areFew = rawRows <= rowGroup;
      await rm(hidden, {recursive: true, force: true});
      await mkdir(hidden, {recursive: true});
      // A profile read for one account may show whose name it was in lists of another.
      const isByName = await hasNames(db, "store");
      const touched = isByName
        ? null
        : await findTouched(db, {dataDir, ids: snapshots, marts, schema: "store"});
      await showSome(db, "store", touched);
      const written: Record<string, number> = {};
      const write = async ({name, kind}: Model) => {
        if (kind !== "marts") return;
        const select = touched === null ? `from "${name}"` : await withUntouched(db, dataDir, name, touched);
        const [copied] = await db.rows<{Count: bigint}>(
          `copy (${select}) to ${quote(join(hidden, `${name}.parquet`))} (format parquet, compression zstd)`
        );
        written[name] = Number(copied!.Count);
      };
      if (touched === null) {
        const kept = isByName ? null : await KeptLists.open(db, dataDir, snapshots, options.keepFrom);
        await runModels(db, {...options, kept, areFew, onMade: write});
        await (kept === null ? dropKept(dataDir) : kept.commit());
      } else {
        const {onHeldBack, ...others} = options;
        await runModels(db, {...others, areFew, onMade: write});
        const judged = `read_parquet(${quote(join(hidden, "completeness.parquet"))})`;
        if (onHeldBack) onHeldBack(await readHeldBack(db, judged, "store.lists"));
      }
      return written;
    },
    options.threads ? {threads: options.threads} : {}
  );
  const files = await recordFiles(hidden, marts);
  // Of one account alone there are no rows of others to take over.
  if (hasOthers) await recordMarts(hidden, {dataDir, ids: snapshots, files});
  await putInPlace(dataDir, snapshots, hidden);
  return rows;
}

/** Writes the marts to a hidden folder by a session of Spark, which has what it makes on the way below that folder. */
async function writeMartsBySpark(
  dataDir: string,
  hidden: string,
  master: string,
  {onStep, onHeldBack, onNames, onWait}: BuildOptions
): Promise<Record<string, number>> {
  const work = join(hidden, ".spark");
  await rm(hidden, {recursive: true, force: true});
  await mkdir(work, {recursive: true});
  const session = await SparkSession.start(master, join(work, "warehouse"), onWait);
  try {
    return await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir, "raw", {isVerified: true});
      const engine = new SparkEngine(session, work);
      const written: Record<string, number> = {};
      const onMade = async ({name, kind}: Model) => {
        if (kind !== "marts") return;
        await engine.putMart(name, join(hidden, `${name}.parquet`));
        const [counted] = await db.rows<{n: bigint}>(`select count(*) as n from "${name}"`);
        written[name] = Number(counted!.n);
      };
      await runModels(db, {
        engine,
        onMade,
        ...(onStep && {onStep}),
        ...(onHeldBack && {onHeldBack}),
        ...(onNames && {onNames})
      });
      await recordFiles(hidden, Object.keys(written));
      return written;
    });
  } finally {
    await session.close();
    await rm(work, {recursive: true, force: true});
  }
}

/** Swaps the marts of a hidden folder in: readers see the old ones or the new ones. */
async function putInPlace(dataDir: string, snapshots: string[], hidden: string): Promise<void> {
  await writeFile(join(hidden, "build.json"), await stampOf(dataDir, snapshots));
  await sweepBeside(martsDir(dataDir), hidden);
  await replaceFolder(martsDir(dataDir), hidden);
}

/** Makes every model in `db`, which has the snapshots attached as `raw`: judged lists first, then each model in its turn. */
export async function runModels(
  db: Database,
  {
    onStep,
    onHeldBack,
    onNames,
    only,
    onMade,
    areFew = false,
    kept = null,
    engine = duckdb,
    outlines
  }: RunOptions = {}
): Promise<void> {
  const models = only === undefined ? readModels() : withWhatTheyRead(readModels(), only);
  const done = doneAfter(models);
  await db.run(preludeSql());
  await applyNames(db);
  if (onNames) onNames(await readNamesLeftOut(db));
  await attachUnfolded(db);
  onStep?.(0, "judging lists");
  await storeJudgements(db, kept === null ? {} : await kept.attach(db));
  await (kept === null ? hideKept(db) : kept.judged(db));
  if (onHeldBack) onHeldBack(await readHeldBack(db));
  await engine.begin(db, models);
  const bare = await BareRelations.of(db, outlines ?? (await knownOutlines()));
  for (const [index, model] of models.entries()) {
    const {name} = model;
    onStep?.(index + 1, name);
    try {
      const outline = bare.outlineOf(model);
      if (outline === null) {
        await bare.made(db, model, await engine.make(db, model));
      } else {
        await engine.makeBare(db, model, outline);
        bare.leftBare(model);
      }
      await kept?.made(db, name);
      await onMade?.(model);
      if (onMade && !areFew) for (const last of done[index]!) await engine.drop(db, last);
    } catch (error) {
      throw new Error(`model ${name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error
      });
    }
  }
}

/**
 * Makes these relations and those they read, none of which may go by how lists were judged. People known by name only are in
 * them; `withNames`: as in a build, those by id whose names are known, at the price of looking for names in all of the store.
 */
export async function makeModels(
  db: Database,
  names: readonly string[],
  {withNames = false}: {withNames?: boolean} = {}
): Promise<void> {
  await (withNames ? applyNames(db) : leaveNobodyOut(db));
  await db.run(preludeSql());
  for (const model of withWhatTheyRead(readModels(), names)) await model.make(db);
}

/** Whether the marts in place were made from these snapshots by these models, and are as they were made. */
export const isBuilt = async (dataDir: string): Promise<boolean> =>
  (await isStamped(dataDir)) && (await changedMart(martsDir(dataDir))) === null;

/** Whether the marts in place say that they were made from these snapshots by these models. */
export async function isStamped(dataDir: string): Promise<boolean> {
  const file = join(martsDir(dataDir), "build.json");
  if (!existsSync(file)) return false;
  return (await readFile(file, "utf8")) === (await stampOf(dataDir, await listSnapshots(dataDir)));
}

async function stampOf(dataDir: string, snapshots: string[]): Promise<string> {
  const removals = await countRemovals(dataDir);
  const stamp: BuildStamp = {
    version,
    models: digestOfModels(),
    snapshots,
    ...(removals > 0 && {removals})
  };
  return JSON.stringify(stamp, null, 2) + "\n";
}
