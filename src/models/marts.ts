import {existsSync} from "node:fs";
import {readFile, readdir} from "node:fs/promises";
import {basename, join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
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

/** The same, and every raw table as `raw.<table>`. Returns how many rows the snapshots hold. */
export async function attachMarts(db: Database, dataDir: string): Promise<number> {
  await attachMartsAlone(db, dataDir);
  return attachSnapshots(db, dataDir);
}
