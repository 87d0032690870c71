import {existsSync, statSync} from "node:fs";
import {readFile, readdir} from "node:fs/promises";
import {basename, join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {FolderBusy} from "../snapshots/lock.ts";
import {attachSnapshots} from "../snapshots/store.ts";

const prelude = new URL("prelude.sql", import.meta.url);

/** The folder of the derived tables of an analyst's data. */
export const martsDir = (dataDir: string) => join(dataDir, "marts");

const unreadable = (dataDir: string, what: string) =>
  new UserError(`${what} in ${dataDir} cannot be read: run \`followback build\` again`);

/** The names of the marts that are built, in alphabetical order. */
export async function listMarts(dataDir: string): Promise<string[]> {
  if (!existsSync(martsDir(dataDir))) return [];
  const names = await readdir(martsDir(dataDir)).catch(() => {
    throw unreadable(dataDir, "marts");
  });
  return names
    .filter((name) => name.endsWith(".parquet"))
    .map((name) => basename(name, ".parquet"))
    .sort();
}

/** Makes every mart readable in `db` under its plain name, and the prelude's scalar macros by theirs. */
export async function attachMartsAlone(db: Database, dataDir: string): Promise<void> {
  if (existsSync(prelude)) await db.run(await readFile(prelude, "utf8"));
  for (const mart of await listMarts(dataDir)) {
    const file = join(martsDir(dataDir), `${mart}.parquet`);
    await db.run(`create view "${mart}" as from read_parquet(${quote(file)})`).catch(() => {
      throw unreadable(dataDir, `${mart}.parquet`);
    });
  }
}

/** Which folder of marts is in place: a build puts another one there. Undefined where there is none. */
const folderInPlace = (dataDir: string) =>
  statSync(martsDir(dataDir), {bigint: true, throwIfNoEntry: false})?.ino;

/** So often marts are read, where another build puts its own in place meanwhile. */
const mostReadings = 3;

/**
 * Reads marts that are all of one build: where another build ends meanwhile, some figures are of the old ones and some of the
 * new ones, or a file is gone, and they are read again. Throws `FolderBusy` where that happens each time.
 */
export async function ofOneBuild<T>(dataDir: string, read: () => Promise<T>): Promise<T> {
  for (let nth = 0; nth < mostReadings; nth++) {
    const before = folderInPlace(dataDir);
    try {
      const made = await read();
      if (folderInPlace(dataDir) === before) return made;
    } catch (error) {
      if (folderInPlace(dataDir) === before) throw error;
    }
  }
  throw new FolderBusy(
    `the marts in ${dataDir} are built again while they are read: wait for the builds to end, then run this again`
  );
}

/** The same, and every raw table as `raw.<table>`. Returns how many rows the snapshots hold. */
export async function attachMarts(db: Database, dataDir: string): Promise<number> {
  await attachMartsAlone(db, dataDir);
  return attachSnapshots(db, dataDir);
}
