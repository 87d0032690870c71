import {mkdir, open, readdir, realpath, rename, rm} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {syncPath} from "./writer.ts";

/** The name under which a process writes what is to take the place of a file. */
export const halfWritten = (target: string) => `${target}.${process.pid}.new`;
const ending = /\.\d+\.new$/;

/**
 * Deletes what killed processes left half written of a file, or of every file in a folder. Only called where nobody else
 * writes there.
 */
export async function sweepHalfWritten({folder, file}: {folder: string; file?: string}): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (ending.test(name) && (file === undefined || name.replace(ending, "") === file))
      await rm(join(folder, name), {force: true});
}

/**
 * Writes a file all at once: a reader finds the old text or the new one, and after a crash it is one of the two. The
 * text is synced under a name of its own, which then takes the place of the file; a symbolic link stays, and what it points
 * to is replaced. `mode` is the file's from the first byte on (default 0o666, less the umask); a folder that is not there
 * is made, readable for its owner only where the file is. What killed processes left half written of it is deleted: only
 * called where nobody else writes that file.
 */
export async function replaceFile(file: string, text: string, mode = 0o666): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const hidden = halfWritten(target);
  try {
    await mkdir(dirname(target), {recursive: true, ...(mode === 0o600 && {mode: 0o700})});
    await sweepHalfWritten({folder: dirname(target), file: basename(target)});
    const handle = await open(hidden, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(hidden, target);
    await syncPath(dirname(target));
  } catch (error) {
    await rm(hidden, {force: true}).catch(() => {});
    throw error;
  }
}
