import {createHash} from "node:crypto";
import {readFile, readdir} from "node:fs/promises";
import {join} from "node:path";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {tableNames} from "../../src/snapshots/tables.ts";

/** Tables whose rows are not the same in two stores, with how many rows only one of them has. */
export const differences = (one: string, other: string): Promise<string[]> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, one, "one");
    await attachSnapshots(db, other, "other");
    const found: string[] = [];
    // What no snapshot of a store has is a table without rows there; what some have is a view of their files.
    const held = await db.rows<{name: string}>(
      "select distinct view_name as name from duckdb_views() where schema_name in ('one', 'other')"
    );
    const isHeld = new Set(held.map(({name}) => name));
    for (const table of [...tableNames.filter((name) => isHeld.has(name)), "snapshots"])
      for (const [left, right] of [
        ["one", "other"],
        ["other", "one"]
      ]) {
        const [row] = await db.rows<{n: bigint}>(
          `select count(*) as n from (from ${left}."${table}" except all from ${right}."${table}")`
        );
        if (row!.n > 0n) found.push(`${table}: ${row!.n} rows of ${left} are not in ${right}`);
      }
    return found;
  });

/** A checksum of each mart's bytes. */
export async function martSums(dataDir: string): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  const folder = join(dataDir, "marts");
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(".parquet")).sort())
    sums[name] = createHash("sha256")
      .update(await readFile(join(folder, name)))
      .digest("hex");
  return sums;
}
