import {mkdir, open, realpath, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {syncPath} from "./writer.ts";

/**
 * Writes a file all at once: a reader finds the old text or the new one, and after a crash it is one of the two. The
 * text is synced under a hidden name, which then takes the place of the file; a symbolic link stays, and what it points
 * to is replaced. `mode` is the file's from the first byte on (default 0o666, less the umask); a folder that is not there
 * is made, readable for its owner only where the file is.
 */
export async function replaceFile(file: string, text: string, mode = 0o666): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const hidden = `${target}.${process.pid}.new`;
  try {
    await mkdir(dirname(target), {recursive: true, ...(mode === 0o600 && {mode: 0o700})});
    await rm(hidden, {force: true});
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
