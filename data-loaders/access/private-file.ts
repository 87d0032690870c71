import {existsSync} from "node:fs";
import {mkdir, open, realpath, rm} from "node:fs/promises";
import {homedir} from "node:os";
import {basename, dirname, isAbsolute, join, resolve} from "node:path";
import {messageOf, UserError} from "../../src/errors.ts";
import {lockFile, LockHeld} from "../../src/snapshots/lock-file.ts";
import {replaceFile, sweepHalfWritten} from "../../src/snapshots/replace-file.ts";
import {syncPath} from "../../src/snapshots/writer.ts";

/**
 * Where the credentials are: FOLLOWBACK_CREDENTIALS, else `followback/credentials.json` in XDG_CONFIG_HOME or in
 * `~/.config`. Never in the data folder, because that may be pushed somewhere.
 */
export function credentialsPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.FOLLOWBACK_CREDENTIALS) return resolve(env.FOLLOWBACK_CREDENTIALS);
  const xdg = env.XDG_CONFIG_HOME;
  const config = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), ".config");
  return join(config, "followback", "credentials.json");
}

/**
 * What stands in a file that is for its owner alone; null where it is not there. Throws a `UserError` where others may read
 * it, or where it cannot be read.
 */
export async function readPrivate(file: string): Promise<string | null> {
  if (!existsSync(file)) return null;
  try {
    const handle = await open(file, "r");
    try {
      const {mode} = await handle.stat();
      if (process.platform !== "win32" && (mode & 0o077) !== 0) {
        const shown = (mode & 0o777).toString(8);
        throw new UserError(
          `${file}: others on this machine can read it (mode ${shown}): run chmod 600 ${file}`
        );
      }
      return await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: cannot be read (${codeOf(error)}): check its owner and mode`);
  }
}

/**
 * Replaces the file by what `contents` is as JSON, see `replaceFile`: mode 600; a folder that has to
 * be made gets 700. Hold the lock of `lockPrivate` meanwhile.
 */
export async function writePrivate(file: string, contents: object): Promise<void> {
  try {
    await replaceFile(file, `${JSON.stringify(contents, null, 2)}\n`, 0o600);
  } catch (error) {
    throw new UserError(
      `${file}: cannot be written (${codeOf(error)}): choose another place with FOLLOWBACK_CREDENTIALS`
    );
  }
}

/**
 * Deletes the file, where it is a link what it leads to, and what killed processes left half written of it, durably. Hold
 * the lock of `lockPrivate` meanwhile.
 */
export async function deletePrivate(file: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await sweepHalfWritten({folder: dirname(target), file: basename(target)});
  await rm(target, {force: true});
  await syncPath(dirname(target));
}

/** Takes the lock under which the file is changed, waiting for others up to a minute; returns what releases it. */
export async function lockPrivate(file: string, waitMs = 60_000): Promise<() => void> {
  try {
    await mkdir(dirname(file), {recursive: true, mode: 0o700});
    return await lockFile(`${file}.lock`, {waitMs});
  } catch (error) {
    if (error instanceof LockHeld) {
      const holder = error.pid === null ? "" : ` (process ${error.pid})`;
      throw new UserError(
        `${file}: another followback is changing it${holder}: run this again when it is done`
      );
    }
    throw new UserError(
      `${file}: cannot be locked (${codeOf(error)}): choose another place with FOLLOWBACK_CREDENTIALS`
    );
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? messageOf(error);
