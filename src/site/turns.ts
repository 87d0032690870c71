import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {lockFile, LockHeld} from "../snapshots/lock-file.ts";
import {FolderBusy} from "../snapshots/lock.ts";

const patienceMs = 5 * 60_000;

/**
 * Waits until no other process builds pages in `folder`, and returns what lets the next one. `progress` is told once where
 * there is somebody to wait for. Throws `FolderBusy` after five minutes, and at once what else keeps it from locking.
 */
export async function takeTurn(
  folder: string,
  progress?: (message: string) => void,
  waitMs = patienceMs
): Promise<() => void> {
  const file = join(folder, ".lock");
  await mkdir(folder, {recursive: true});
  try {
    return await lockFile(file);
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    progress?.("waiting for another report to be built");
  }
  return lockFile(file, {waitMs}).catch((error: unknown) => {
    if (!(error instanceof LockHeld)) throw error;
    const holder = error.pid === null ? "" : ` (process ${error.pid})`;
    throw new FolderBusy(
      `another report is still being built${holder}: wait for it to finish, then run this again`
    );
  });
}
