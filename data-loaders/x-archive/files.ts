import {createReadStream} from "node:fs";
import {open, readdir} from "node:fs/promises";
import {join, posix} from "node:path";
import {crc32} from "node:zlib";
import {openPromise, type Entry, type ZipFile} from "yauzl";
import {messageOf, UserError} from "../../src/errors.ts";

/** The `.js` files of one archive's data folder, by base name, whether the archive is a zip or an unpacked folder. */
export interface ArchiveFiles {
  /** The archive as the person named it, for messages. */
  path: string;
  names: ReadonlySet<string>;
  /** The bytes of one file, in pieces. Throws a UserError where they are damaged. */
  read(name: string): AsyncIterable<Uint8Array>;
  close(): void;
}

/** What tells X's data folder from any other: the more of these a folder holds, the surer. */
const telling = new Set([
  "manifest.js",
  "account.js",
  "follower.js",
  "following.js",
  "tweets.js",
  "tweet.js"
]);
const again = "use the archive as X delivered it, zipped or unpacked";

/** Opens a zip, or a folder, and finds X's data folder in it (`data/`, or the root in archives of 2018 and 2019). */
export async function openArchive(path: string, isFolder: boolean): Promise<ArchiveFiles> {
  return isFolder ? openFolder(path) : openZip(path);
}

async function openFolder(path: string): Promise<ArchiveFiles> {
  const folders = new Map<string, Set<string>>();
  const look = async (folder: string, depth: number) => {
    for (const entry of await readdir(folder, {withFileTypes: true})) {
      if (entry.isFile() && isDataFile(entry.name)) {
        folders.set(folder, (folders.get(folder) ?? new Set()).add(entry.name));
      } else if (entry.isDirectory() && depth > 0 && entry.name !== "__MACOSX") {
        await look(join(folder, entry.name), depth - 1);
      }
    }
  };
  await look(path, 2);
  const folder = dataFolderOf(path, folders);
  return {
    path,
    names: folders.get(folder)!,
    read: (name) => createReadStream(join(folder, name)),
    close() {}
  };
}

async function openZip(path: string): Promise<ArchiveFiles> {
  const zip = await openPromise(path, {autoClose: false, lazyEntries: true}).catch(async (error: unknown) => {
    throw await zipError(path, error);
  });
  try {
    const entries = await listEntries(path, zip);
    const folders = new Map<string, Set<string>>();
    for (const name of entries.keys()) {
      const folder = posix.dirname(name);
      folders.set(folder, (folders.get(folder) ?? new Set()).add(posix.basename(name)));
    }
    const folder = dataFolderOf(path, folders);
    return {
      path,
      names: folders.get(folder)!,
      read: (name) => readEntry(path, zip, entries.get(posix.join(folder, name))!),
      close: () => zip.close()
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** The entries that may be data files. Unsafe names (`../`, absolute) are refused by the zip reader. */
async function listEntries(path: string, zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      if (name.split("/").includes("__MACOSX") || !isDataFile(posix.basename(name))) continue;
      if (entries.has(name)) throw new UserError(`${path}: holds ${name} twice: ${again}`);
      entries.set(name, entry);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    // A name that leads out of the archive is the one fault worth naming: the others are damage.
    const isUnsafe = /relative path|absolute path|invalid characters/.test(messageOf(error));
    const what = isUnsafe
      ? "a file in it has a name that leads elsewhere"
      : "its list of files cannot be read";
    throw new UserError(`${path}: damaged zip (${what}): ${again}`, {cause: error});
  }
  return entries;
}

async function* readEntry(path: string, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const name = entry.fileName;
  if (entry.isEncrypted()) throw new UserError(`${path}: ${name} is encrypted: ${again}`);
  // Deflate cannot exceed 1:1032, and X's files come to about 1:20: beyond 1:300 a large file is made to hurt.
  if (entry.uncompressedSize > 100e6 && entry.uncompressedSize > 300 * entry.compressedSize) {
    throw new UserError(`${path}: ${name} would unpack to ${entry.uncompressedSize} bytes: ${again}`);
  }
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path}: ${name} is damaged and cannot be unpacked: download the archive again`, {
      cause: error
    });
  }
  if (sum !== entry.crc32) {
    throw new UserError(`${path}: ${name} is damaged (wrong checksum): download the archive again`);
  }
}

async function zipError(path: string, error: unknown): Promise<UserError> {
  const handle = await open(path);
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 0) return new UserError(`${path}: empty file: ${again}`);
    if (buffer.toString("latin1").startsWith("PK")) {
      return new UserError(`${path}: the zip is cut short or damaged: download the archive again`);
    }
    return new UserError(`${path}: not a zip: ${again}`, {cause: error});
  } finally {
    await handle.close();
  }
}

const isDataFile = (name: string) => name.endsWith(".js") && !name.startsWith("._");

/** The folder with most of the telling files; of two with as many, the one less deep. Two whole archives are refused. */
function dataFolderOf(path: string, folders: ReadonlyMap<string, ReadonlySet<string>>): string {
  const score = (folder: string) => [...folders.get(folder)!].filter((name) => telling.has(name)).length;
  const [best, next] = [...folders.keys()]
    .filter((folder) => score(folder) > 0)
    .sort((a, b) => score(b) - score(a) || a.length - b.length || (a < b ? -1 : 1));
  if (best === undefined) throw new UserError(`${path}: no follower.js in it: ${again}`);
  if (next !== undefined && [best, next].every((folder) => folders.get(folder)!.has("follower.js"))) {
    throw new UserError(`${path}: holds several archives (${best}, ${next}): import each one separately`);
  }
  return best;
}
