import {mkdir, readFile, readdir, rm, stat} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {quote, withDatabase, type Database} from "../duckdb.ts";
import {replaceFile} from "../snapshots/replace-file.ts";
import {createEmptyTables} from "../snapshots/store.ts";
import {emptyWhen} from "./empty-when.ts";
import {digestOfModels} from "./made-from.ts";
import type {Model} from "./models.ts";

/**
 * What is known of a relation before it is made. A store of archives alone has nothing for two relations of three, and to
 * plan one takes ten times as long as to create it with its columns.
 */
export interface Outline {
  /** Its columns and their types, as `create table` takes them. */
  columns: string;
  /** It has no rows where every relation of one of these lists has none. */
  emptyWhen: string[][];
}

export type Outlines = ReadonlyMap<string, Outline>;

/** Makes every model in a database that has the raw tables, and calls back with each. */
type MakeAll = (db: Database, onMade: (model: Model) => Promise<void>) => Promise<void>;

const schema = z.record(z.string(), z.object({columns: z.string(), emptyWhen: z.array(z.array(z.string()))}));
const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/followback-models", import.meta.url));
/** Those of so many states of the models stay. */
const keptFiles = 4;

/**
 * The outlines of all models as they are now. They are found out once, of a store without snapshots, and kept in a file that
 * is named after all that makes the marts. Where it cannot be read they are found out again; where it cannot be written,
 * every process does so. What is found while the models change on disk, as when another branch is checked out, is not kept.
 */
export async function readOutlines(
  makeAll: MakeAll,
  folder = cacheDir,
  areModelsSame = isDigestSame
): Promise<Outlines> {
  const file = join(folder, `${digestOfModels()}.json`);
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(await readFile(file, "utf8")))));
  } catch {
    const outlines = await findOutlines(makeAll);
    if (areModelsSame()) await keep(folder, file, outlines);
    return outlines;
  }
}

/** The digest is taken once a process: this one is new. */
const isDigestSame = () => digestOfModels(new URL("../../", import.meta.url)) === digestOfModels();

async function keep(folder: string, file: string, outlines: Outlines): Promise<void> {
  try {
    await mkdir(folder, {recursive: true});
    await replaceFile(file, JSON.stringify(Object.fromEntries(outlines)));
    const found = await Promise.all(
      (await readdir(folder)).map(async (name) => ({name, at: (await stat(join(folder, name))).mtimeMs}))
    );
    for (const {name} of found.toSorted((a, b) => b.at - a.at).slice(keptFiles))
      await rm(join(folder, name), {force: true});
  } catch {
    // A folder that may not be written, or that another process sweeps.
  }
}

/** Makes every model of a store without snapshots, to see its columns; of its SELECT, DuckDB tells what it reads how. */
export const findOutlines = (makeAll: MakeAll): Promise<Outlines> =>
  withDatabase(
    async (db) => {
      await createEmptyTables(db);
      let aggregates: ReadonlySet<string> | null = null;
      const outlines = new Map<string, Outline>();
      await makeAll(db, async ({name, select, reads}) => {
        aggregates ??= await readAggregates(db);
        const columns = await db.rows<{name: string; type: string}>(
          `select column_name as name, column_type as type from (describe "${name}")`
        );
        outlines.set(name, {
          columns: columns.map((column) => `"${column.name}" ${column.type}`).join(", "),
          emptyWhen:
            select === null
              ? await ofEstimator(db, name, reads)
              : emptyWhen(await serialized(db, select), aggregates)
        });
      });
      return outlines;
    },
    {threads: 1}
  );

async function serialized(db: Database, select: string): Promise<string> {
  const [row] = await db.rows<{tree: string}>(`select json_serialize_sql(${quote(select)})::varchar as tree`);
  return row!.tree;
}

/** An estimator reads nothing else, so of these without rows it makes what it made here. */
const ofEstimator = async (db: Database, name: string, reads: string[]) =>
  (await hasRows(db, name)) ? [] : [reads];

/** Whether a relation has rows. */
export const hasRows = async (db: Database, name: string): Promise<boolean> =>
  (await db.rows(`select 1 from ${name} limit 1`)).length > 0;

/** The names of all functions that make one row of no rows: aggregates, and macros that call one. */
async function readAggregates(db: Database): Promise<ReadonlySet<string>> {
  const functions = await db.rows<{name: string; type: string; definition: string | null}>(
    "select distinct lower(function_name) as name, function_type as type, macro_definition as definition from duckdb_functions()"
  );
  const found = new Set(functions.flatMap(({name, type}) => (type === "aggregate" ? [name] : [])));
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const {name, definition} of functions)
      for (const [, called] of (definition ?? "").toLowerCase().matchAll(/\b(\w+)"?\s*\(/g))
        if (found.has(called!)) found.add(name);
  }
  return found;
}
