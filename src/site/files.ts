import {createHash} from "node:crypto";
import {createReadStream, existsSync} from "node:fs";
import {mkdir, readFile, readdir, stat, writeFile} from "node:fs/promises";
import {dirname, join, relative, sep} from "node:path";

/** Files by their paths below a folder, with slashes. */
export type Files = Map<string, Buffer>;

/** The paths of every file below a folder, in order; none where there is no such folder. */
async function pathsBelow(folder: string, isWanted: (path: string) => boolean): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder, {recursive: true, withFileTypes: true}))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter(isWanted)
    .sort();
}

/** Every file below a folder, in the order of their paths; none where there is no such folder. */
export async function filesBelow(
  folder: string,
  isWanted: (path: string) => boolean = () => true
): Promise<Files> {
  const found = await pathsBelow(folder, isWanted);
  const contents = await Promise.all(found.map((path) => readFile(join(folder, path))));
  return new Map(found.map((path, nth) => [path, contents[nth]!]));
}

/** Writes files below a folder, which is made. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))));
  for (const made of [folder, ...folders]) await mkdir(made, {recursive: true});
  await Promise.all([...files].map(([path, content]) => writeFile(join(folder, path), content)));
}

export const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");

/** A digest of names and contents. */
export function digestOf(files: Files): string {
  const hash = createHash("sha256");
  for (const [path, content] of files) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/** The same of files below a folder that may be larger than memory. */
export async function digestBelow(
  folder: string,
  isWanted: (path: string) => boolean = () => true
): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await pathsBelow(folder, isWanted)) {
    const file = join(folder, path);
    hash.update(`${path}\0${(await stat(file)).size}\0`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}
