import {mkdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {folderError, messageOf, UserError} from "../errors.ts";

/** The folders this process holds: an operating system's file lock does not exclude its own process. */
const held = new Set<string>();

/**
 * Takes the one write lock of a data folder and returns what releases it. The lock is DuckDB's own lock on a database
 * file, which the operating system frees when the process dies, so a dead process cannot hold it. Throws a `UserError`
 * where somebody else holds it, or where the folder cannot be written.
 */
export async function lockData(dataDir: string): Promise<() => void> {
  const folder = resolve(dataDir);
  if (held.has(folder)) throw isBusy(dataDir, process.pid);
  held.add(folder);
  try {
    await mkdir(folder, {recursive: true});
    const instance = await DuckDBInstance.create(join(folder, ".lock"));
    return () => {
      instance.closeSync();
      held.delete(folder);
    };
  } catch (error) {
    held.delete(folder);
    const text = error instanceof Error ? error.message : String(error);
    if (/conflicting lock/i.test(text)) throw isBusy(dataDir, /PID (\d+)/.exec(text)?.[1]);
    const known = folderError(dataDir, error);
    if (known instanceof UserError) throw known;
    throw new UserError(`cannot write to the data folder ${dataDir}: ${messageOf(error)}`, {cause: error});
  }
}

function isBusy(dataDir: string, pid: number | string | undefined) {
  const holder = pid ? ` (process ${pid})` : "";
  return new UserError(
    `another followback is writing to ${dataDir}${holder}: wait for it to finish, then run this again`
  );
}
