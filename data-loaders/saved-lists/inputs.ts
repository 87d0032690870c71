import type {Dirent} from "node:fs";
import {open, readdir, readFile, stat} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import {glob} from "tinyglobby";
import {UserError} from "../../src/errors.ts";
import {namesInZip} from "./zip-entries.ts";

/** One input: an archive of X, or a file that may hold lists. `place` are the folders that it lies in, nearest last. */
export interface Input {
  path: string;
  kind: "archive zip" | "archive folder" | "file";
  place: string[];
}

/** Files and folders that systems and programs leave beside lists. */
const left = /^(\..*|Thumbs\.db|desktop\.ini|Icon\r?|__MACOSX)$/i;
const notes = /^(readme|licen[cs]e|changelog)(\.\w+)?$|\.(md|markdown|rst)$/i;
/** How pictures, films, sound and PDFs begin: as bytes, one sign each. */
const noList =
  /^(\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(WEBP|WAVE|AVI )|%PDF|.{4}ftyp|II\*\0|MM\0\*|ID3|OggS)/s;
/** What may be people: an id, an @name, an address of a profile. */
const people = /\d{5,}|@\w|\b(x|twitter)\.com\//i;
const mostNotes = 2 ** 20;
const archiveFile = /^(follower|following|manifest)\.js$/;

/**
 * Finds the inputs behind the words of a command line: a file, a pattern (`lists/*.txt`), a folder with everything in
 * it, an archive of X (a zip, or a folder with `follower.js`). In the order given, a folder's files by name; a file named
 * twice counts once. Files in folders that are surely no lists are left out, and `skip` gets their paths. Throws a
 * `UserError` where a word names nothing.
 */
export async function findInputs(
  words: readonly string[],
  skip: (path: string) => void = () => {}
): Promise<Input[]> {
  const found: Input[] = [];
  for (const word of words) found.push(...(await inputsOf(word, skip)));
  const seen = new Set<string>();
  return found.filter(({path, kind}) => kind !== "file" || (!seen.has(path) && seen.add(path)));
}

async function inputsOf(word: string, skip: (path: string) => void): Promise<Input[]> {
  if (word === "-") throw new UserError("-: standard input is not read: save it to a file and name that");
  if (word === "") throw new UserError("an input's name is empty: name a file or a folder");
  const facts = await stat(word).catch((error: NodeJS.ErrnoException) => error);
  if (facts instanceof Error) {
    const matches = /[*?[{]/.test(word) ? await matchesOf(word) : [];
    if (matches.length > 0) return (await Promise.all(matches.map((match) => inputsOf(match, skip)))).flat();
    throw troubleOf(word, facts);
  }
  if (facts.isDirectory()) return inFolder(word, skip);
  if (!facts.isFile()) throw new UserError(`${word}: neither a file nor a folder: name a file or a folder`);
  return [{path: word, kind: await kindOfFile(word), place: [basename(dirname(word))]}];
}

const matchesOf = async (pattern: string): Promise<string[]> =>
  (await glob(pattern.replaceAll("\\", "/"), {onlyFiles: false, expandDirectories: false})).sort();

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1);

/** Every file in a folder and the folders in it; the folder of an archive is one input. */
async function inFolder(root: string, skip: (path: string) => void): Promise<Input[]> {
  const found: Input[] = [];
  const look = async (folder: string): Promise<void> => {
    const entries = (
      await readdir(folder, {withFileTypes: true}).catch((error: NodeJS.ErrnoException) => {
        throw troubleOf(folder, error);
      })
    ).sort(byName);
    const place = [basename(root), ...relative(root, folder).split(sep)].filter((name) => name !== "");
    if (entries.some((entry) => entry.isFile() && archiveFile.test(entry.name))) {
      // An archive's own folder is the one above `data/`.
      const path = basename(folder) === "data" && folder !== root ? dirname(folder) : folder;
      found.push({path, kind: "archive folder", place});
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (left.test(entry.name) || (entry.isFile() && (await isNoList(path)))) skip(path);
      else if (entry.isDirectory()) await look(path);
      else if (entry.isFile()) found.push({path, kind: await kindOfFile(path), place});
    }
  };
  await look(root);
  if (found.length === 0) throw new UserError(`${root}: the folder has no lists: name another`);
  return found;
}

/** Whether a file is surely no list: a picture, film, sound or PDF, or notes that name no people. */
async function isNoList(path: string): Promise<boolean> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw troubleOf(path, error);
  });
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(16), 0, 16, 0);
    if (noList.test(buffer.subarray(0, bytesRead).toString("latin1"))) return true;
    if (!notes.test(basename(path)) || (await file.stat()).size > mostNotes) return false;
    return !people.test(await readFile(path, "latin1"));
  } finally {
    await file.close();
  }
}

/** A zip is an archive of X, or says in one line what else it is. */
async function kindOfFile(path: string): Promise<Input["kind"]> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw troubleOf(path, error);
  });
  try {
    const {buffer} = await file.read(Buffer.alloc(4), 0, 4, 0);
    // oxlint-disable-next-line no-control-regex
    if (!/^PK(\x03\x04|\x05\x06)/.test(buffer.toString("latin1")))
      return /\.zip$/i.test(path) ? "archive zip" : "file";
  } finally {
    await file.close();
  }
  const names = await namesInZip(path);
  if (names === null || names.some((name) => /(^|[/\\])follower(-part\d+)?\.js$/.test(name)))
    return "archive zip";
  if (names.some((name) => /^(xl|\[Content_Types\])/.test(name) || name === "content.xml"))
    throw new UserError(`${path}: a spreadsheet: format the ids as text, save it as CSV and give that`);
  const inner = names.find((name) => /\.zip$/i.test(name));
  if (inner !== undefined)
    throw new UserError(`${path}: a zip inside a zip: unpack it and give ${basename(inner)}`);
  if (names.some((name) => /(^|[/\\])(manifest|account|tweets?)\.js$/.test(name))) return "archive zip";
  throw new UserError(`${path}: a zip without an archive of X in it: unpack it and give the files`);
}

function troubleOf(path: string, error: NodeJS.ErrnoException): UserError {
  const {code} = error;
  if (code === "ENOENT" || code === "ENOTDIR") return new UserError(`${path}: no such file: check the path`);
  if (code === "EACCES" || code === "EPERM")
    return new UserError(`${path}: permission denied: check the owner and mode`);
  return new UserError(`${path.slice(0, 200)}: not readable (${code}): check the path`);
}
