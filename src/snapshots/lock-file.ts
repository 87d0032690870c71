import {existsSync} from "node:fs";
import {link, rm} from "node:fs/promises";
import {basename, dirname, resolve} from "node:path";
import {setTimeout} from "node:timers/promises";
import {DuckDBInstance} from "@duckdb/node-api";
import {messageOf} from "../errors.ts";
import {halfWritten, sweepHalfWritten} from "./replace-file.ts";

/** Somebody else holds the lock; `pid` is their process, where the system tells. */
export class LockHeld extends Error {
  override name = "LockHeld";
  constructor(
    file: string,
    readonly pid: number | null
  ) {
    super(`${file} is locked${pid === null ? "" : ` by process ${pid}`}`);
  }
}

/** The files this process holds: an operating system's file lock does not exclude its own process. */
const held = new Set<string>();
const pauseMs = 40;

/**
 * Takes a lock on a file of its own and returns what releases it. The lock is DuckDB's own lock on a database file,
 * which the operating system frees when the process dies, so a dead process cannot hold it. The folder must exist.
 * Where somebody else holds it, tries again for `waitMs` milliseconds (default 0), then throws `LockHeld`.
 */
export async function lockFile(file: string, {waitMs = 0} = {}): Promise<() => void> {
  const path = resolve(file);
  for (const until = performance.now() + waitMs; ;) {
    try {
      return await takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeld) || performance.now() >= until) throw error;
      await setTimeout(pauseMs + Math.random() * pauseMs);
    }
  }
}

async function takeLock(path: string): Promise<() => void> {
  if (held.has(path)) throw new LockHeld(path, process.pid);
  held.add(path);
  try {
    if (!existsSync(path)) await makeWhole(path);
    const instance = await DuckDBInstance.create(path);
    await sweepHalfWritten({folder: dirname(path), file: basename(path)});
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      instance.closeSync();
      held.delete(path);
    };
  } catch (error) {
    held.delete(path);
    const text = error instanceof Error ? error.message : messageOf(error);
    if (!/conflicting lock/i.test(text)) throw error;
    const pid = /PID (\d+)/.exec(text)?.[1];
    throw new LockHeld(path, pid === undefined ? null : Number(pid));
  }
}

/**
 * Puts an empty database in place in one step: DuckDB looks into a file before it locks it, and takes one that another
 * process is just making for a broken one.
 */
async function makeWhole(path: string): Promise<void> {
  const hidden = halfWritten(path);
  try {
    (await DuckDBInstance.create(hidden)).closeSync();
    // Where somebody was faster theirs stays; where the disk knows no links DuckDB makes the file itself.
    await link(hidden, path).catch(() => {});
  } finally {
    await rm(hidden, {force: true});
  }
}
