import {randomUUID} from "node:crypto";
import {existsSync} from "node:fs";
import {readdir, rename, rm} from "node:fs/promises";
import {basename, dirname, join} from "node:path";

/** How the names of what is on its way out, or not yet in place, begin: hidden, after the folder that they are of. */
const prefixOf = (folder: string) => `.${basename(folder)}-`;

/** A name beside a folder for what is to take its place, or is to go: hidden, and swept by `sweepBeside`. */
export const hiddenBeside = (folder: string): string =>
  join(dirname(folder), `${prefixOf(folder)}${process.pid}-${randomUUID().slice(0, 8)}`);

/** Deletes a folder, which nobody sees half of: it is hidden first. */
export async function dropFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const hidden = hiddenBeside(folder);
  await rename(folder, hidden);
  await rm(hidden, {recursive: true, force: true});
}

/**
 * Puts a folder, written beside it under a hidden name, in the place of another or of none. A reader finds the old one or
 * the new one whole, and for a moment between them none.
 */
export async function replaceFolder(folder: string, written: string): Promise<void> {
  const hidden = hiddenBeside(folder);
  if (existsSync(folder)) await rename(folder, hidden);
  await rename(written, folder);
  await rm(hidden, {recursive: true, force: true});
}

/** Deletes what killed processes left beside a folder, but for `spared`. Only called where nobody else is writing it. */
export async function sweepBeside(folder: string, spared?: string): Promise<void> {
  if (!existsSync(dirname(folder))) return;
  for (const name of await readdir(dirname(folder))) {
    const path = join(dirname(folder), name);
    if (name.startsWith(prefixOf(folder)) && path !== spared) await rm(path, {recursive: true, force: true});
  }
}
