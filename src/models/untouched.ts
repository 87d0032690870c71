import {existsSync} from "node:fs";
import {readFile, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {quote, type Database} from "../duckdb.ts";
import {digestsOf} from "./kept.ts";
import {digestOfModels} from "./made-from.ts";
import {martFilesSchema, type MartFiles} from "./mart-files.ts";
import {martsDir} from "./marts.ts";
import {accountsOf, countRemovals, readManifest} from "../snapshots/store.ts";
import {sha256Of} from "../snapshots/writer.ts";
import {version} from "../version.ts";

const recordFile = "made-of.json";

const schema = z.object({
  node: z.string(),
  version: z.string(),
  models: z.string(),
  removals: z.number(),
  /** By the id of each snapshot: the checksum of what it says of itself. */
  snapshots: z.record(z.string(), z.string()),
  files: martFilesSchema
});

/** Writes beside the marts in a folder what they were made of, so that the next build can take over what stays as it is. */
export async function recordMarts(
  folder: string,
  {dataDir, ids, files}: {dataDir: string; ids: readonly string[]; files: MartFiles}
): Promise<void> {
  const record: z.infer<typeof schema> = {
    node: process.version,
    version,
    models: digestOfModels(),
    removals: await countRemovals(dataDir),
    snapshots: await digestsOf(dataDir, ids),
    files
  };
  await writeFile(join(folder, recordFile), JSON.stringify(record));
}

/** Taking over rows pays where the accounts that changed have less than this share of all rows of lists. */
const fewRows = 0.5;

/**
 * The accounts (ids) that the snapshots since the last build tell of, where they are few: all other accounts have the rows
 * that they have in the marts in place. Null where they are not few, or where that is not sure: marts are missing, were made
 * by another program or of snapshots that have been changed, folded or removed since, or are not as they were written.
 * `schema` has the snapshots attached.
 */
export async function findTouched(
  db: Database,
  {
    dataDir,
    ids,
    marts,
    schema: attached
  }: {dataDir: string; ids: readonly string[]; marts: readonly string[]; schema: string}
): Promise<string[] | null> {
  const record = await readRecord(dataDir, ids);
  if (record === null) return null;
  const touched = new Set<string>();
  for (const id of ids.filter((id) => !(id in record.snapshots)))
    for (const account of await accountsOf(db, dataDir, await readManifest(dataDir, id)))
      touched.add(account);
  if (touched.size === 0) return null;
  const [share] = await db.rows<{few: boolean}>(`
    select coalesce(sum(rows) filter (where account_id in (${integers([...touched])})), 0) < ${fewRows} * sum(rows) as few
    from ${attached}.lists`);
  if (!share?.few) return null;
  for (const mart of marts) {
    const written = record.files[mart];
    const file = join(martsDir(dataDir), `${mart}.parquet`);
    if (written === undefined || !existsSync(file)) return null;
    if ((await stat(file)).size !== written.bytes || (await sha256Of(file)) !== written.sha256) return null;
  }
  return [...touched];
}

/** What the marts in place were made of, if by this program and of snapshots that are all there unchanged; null otherwise. */
async function readRecord(dataDir: string, ids: readonly string[]) {
  const file = join(martsDir(dataDir), recordFile);
  if (!existsSync(file)) return null;
  const read = schema.safeParse(parsed(await readFile(file, "utf8")));
  if (!read.success) return null;
  const {data: record} = read;
  const isOurs =
    record.node === process.version &&
    record.version === version &&
    record.models === digestOfModels() &&
    record.removals === (await countRemovals(dataDir));
  if (!isOurs) return null;
  const digests = await digestsOf(dataDir, ids);
  const isSame = Object.entries(record.snapshots).every(([id, digest]) => digests[id] === digest);
  return isSame ? record : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const integers = (ids: readonly string[]) => ids.map((id) => BigInt(id)).join(", ");

/** Makes every relation of the schema `from` readable in `raw`; with the rows of some accounts alone, unless null. */
export async function showSome(
  db: Database,
  from: string,
  accounts: readonly string[] | null
): Promise<void> {
  const relations = await db.rows<{name: string; has_account: boolean}>(`
    select table_name as name, bool_or(column_name = 'account_id') as has_account
    from duckdb_columns() where schema_name = ${quote(from)} group by table_name`);
  const own = accounts === null ? "" : `where account_id in (${integers(accounts)})`;
  const views = relations.map(
    ({name, has_account}) => `create view raw."${name}" as from ${from}."${name}" ${has_account ? own : ""};`
  );
  await db.run(`create schema raw; ${views.join("")}`);
}

/**
 * SELECT of a mart: the rows just made of the `accounts`, and those of all others from the mart in place. Every mart is
 * ordered by account first.
 */
export async function withUntouched(
  db: Database,
  dataDir: string,
  mart: string,
  accounts: readonly string[]
): Promise<string> {
  const columns = await db.rows<{name: string; type: string}>(`
    select column_name as name, data_type as type
    from duckdb_columns() where schema_name = 'main' and table_name = ${quote(mart)} order by column_index`);
  if (!columns.some(({name}) => name === "account_id")) return `from "${mart}"`;
  const names = columns.map(({name}) => `"${name}"`).join(", ");
  // Parquet has no integers as wide as some sums are.
  const cast = columns.map(({name, type}) => `"${name}"::${type} as "${name}"`).join(", ");
  const file = quote(join(martsDir(dataDir), `${mart}.parquet`));
  return `
    select ${names}
    from (
      select ${names}, rowid as place from "${mart}"
      union all
      select ${cast}, file_row_number as place
      from read_parquet(${file}, file_row_number = true)
      where account_id not in (${integers(accounts)})
    )
    order by account_id, place`;
}
