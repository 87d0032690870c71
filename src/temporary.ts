import {randomUUID} from "node:crypto";
import {rmSync} from "node:fs";
import {mkdtemp, readdir, rm} from "node:fs/promises";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {UserError} from "./errors.ts";

/** Machines, and containers, may share the folder: only on its own one is a process known to be dead. */
const here = hostname().replaceAll(/\W/g, "_");
const prefix = `followback-${here}-`;
const nameOf = (pid: number) => `${prefix}${pid}-`;

/** What this process has made and not yet removed. */
const made = new Set<string>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes an empty folder for what a command needs while it works, below the system's temporary folder, readable for its
 * owner only. `removeTempFolder` removes it; so does the end of the process, also by Ctrl+C, and of a killed process the
 * next command that writes. Throws a `UserError` where none can be made.
 */
export async function makeTempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), nameOf(process.pid))).catch((error: unknown) => {
    const {code} = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT") throw error;
    throw new UserError(
      `${tmpdir()}: no folder can be made there for what is only needed meanwhile (${code}): name another with TMPDIR`
    );
  });
  if (made.size === 0) {
    process.on("exit", removeAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  made.add(folder);
  return folder;
}

/** Removes a folder of `makeTempFolder`, with all that is in it. */
export async function removeTempFolder(folder: string): Promise<void> {
  await rm(folder, {recursive: true, force: true});
  forget(folder);
}

/** A path for a folder that the database makes only if it needs one: whoever opens the database removes it. */
export const spillFolder = () => join(tmpdir(), `${nameOf(process.pid)}${randomUUID()}`);

/** Removes what processes of this machine that were killed have left: there are rows of people in it. */
export async function sweepTempFolders(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && isDead(Number(pid)))
      // Another user's cannot be removed, and is theirs.
      await rm(join(tmpdir(), name), {recursive: true, force: true}).catch(() => {});
  }
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function forget(folder: string): void {
  made.delete(folder);
  if (made.size > 0) return;
  process.off("exit", removeAll);
  for (const signal of signals) process.off(signal, onSignal);
}

function removeAll(): void {
  for (const folder of made) {
    rmSync(folder, {recursive: true, force: true});
    forget(folder);
  }
}

/** Where nobody else listens, the signal ends the process as it would without us; who does listen comes to an end by itself. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.kill(process.pid, signal);
}
