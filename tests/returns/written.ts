import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {quote, withDatabase} from "../../src/duckdb.ts";

/** Every file of folders as text, and of every Parquet file its rows too: they are compressed, and hide what they hold. */
export const writtenIn = (dirs: readonly string[]): Promise<string> =>
  withDatabase(async (db) => {
    const texts: string[] = [];
    const files = dirs.flatMap((dir) => readdirSync(dir, {recursive: true, withFileTypes: true}));
    for (const file of files.filter((one) => one.isFile())) {
      const path = join(file.parentPath, file.name);
      texts.push(readFileSync(path).toString("latin1"));
      if (!path.endsWith(".parquet")) continue;
      const rows = await db.rows<{row: string}>(`select to_json(t)::varchar as row from ${quote(path)} t`);
      texts.push(...rows.map(({row}) => row));
    }
    return texts.join("\n");
  });
