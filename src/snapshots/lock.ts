import {mkdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {explained, folderError, messageOf, UserError} from "../errors.ts";
import {snapshotsDir} from "./directory.ts";
import {lockFile, LockHeld} from "./lock-file.ts";
import {finishRemoving} from "./removed.ts";
import {sweepTempFolders} from "../temporary.ts";

/** Somebody else is writing to a folder. */
export class FolderBusy extends UserError {}

/**
 * Takes the one write lock of a data folder and returns what releases it; a dead process cannot hold it. A removal of
 * snapshots that was killed is finished first, and what killed processes left in the temporary folder is removed. Throws
 * `FolderBusy` where somebody else holds the lock, and another `UserError` where the folder cannot be written.
 */
export async function lockData(dataDir: string): Promise<() => void> {
  const unlock = await takeLock(dataDir);
  try {
    await finishRemoving(snapshotsDir(dataDir));
    await sweepTempFolders();
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}

async function takeLock(dataDir: string): Promise<() => void> {
  const folder = resolve(dataDir);
  try {
    await mkdir(folder, {recursive: true});
    return await lockFile(join(folder, ".lock"));
  } catch (error) {
    if (error instanceof LockHeld) throw isBusy(dataDir, error.pid);
    const known = explained(folderError(dataDir, error));
    if (known instanceof UserError) throw known;
    throw new UserError(`cannot write to the data folder ${dataDir}: ${messageOf(error)}`, {cause: error});
  }
}

function isBusy(dataDir: string, pid: number | null) {
  const holder = pid === null ? "" : ` (process ${pid})`;
  return new FolderBusy(
    `another followback is writing to ${dataDir}${holder}: wait for it to finish, then run this again`
  );
}
