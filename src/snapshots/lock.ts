import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {UserError} from "../errors.ts";

/**
 * Takes the one write lock of a data folder and returns what releases it. The lock is DuckDB's own lock on a database
 * file, which the operating system frees when the process dies, so a dead process cannot hold it.
 */
export async function lockData(dataDir: string): Promise<() => void> {
  await mkdir(dataDir, {recursive: true});
  const file = join(dataDir, ".lock");
  try {
    const instance = await DuckDBInstance.create(file);
    return () => instance.closeSync();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!/lock/i.test(text)) throw error;
    const pid = /PID (\d+)/.exec(text)?.[1];
    const holder = pid ? ` (process ${pid})` : "";
    throw new UserError(
      `another followback is writing to ${dataDir}${holder}: wait for it to finish, then run this again`
    );
  }
}
