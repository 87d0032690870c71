import type {Dirent} from "node:fs";
import {open, readdir, readFile, stat} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import {glob} from "tinyglobby";
import {UserError} from "../../src/errors.ts";
import {factsOfName} from "./file-name.ts";
import {namesPeople} from "./known-columns.ts";
import type {ListName} from "./people.ts";
import {bare, fieldsOf, isAddress, isPerson} from "./signs.ts";
import {namesInZip} from "./zip-entries.ts";

/**
 * One input: an archive of X, a file of visits, sales, hours or clicks, or a file that may hold lists. `place` are the
 * folders that it lies in, nearest last.
 */
export interface Input {
  path: string;
  kind: "archive zip" | "archive folder" | "returns" | "file";
  place: string[];
  /** The names of the entries of a zip of visits. */
  names?: readonly string[];
  /** What is wrong with a file of a folder, where it cannot be read at all. */
  trouble?: UserError;
  /** What is known of a version of a file beside its content. */
  said?: SaidOfVersion;
}

/** What the history of a file says of one version of it. */
export interface SaidOfVersion {
  list?: ListName;
  at: Date;
  /** How its time is known. */
  how: string;
  /** The commit, as it is shown, and the file: versions of one file are told of together. */
  commit: string;
  group: string;
}

/** Whether a file is one of visits, sales, hours or clicks; `names` are those of a zip's entries. */
export type IsOfReturns = (path: string, names: readonly string[] | null) => Promise<boolean>;

/** Files and folders that systems and programs leave beside lists. */
const left = /^(\..*|Thumbs\.db|desktop\.ini|Icon\r?|__MACOSX)$/i;
const notes = /^(readme|licen[cs]e|changelog)(\.\w+)?$|\.(md|markdown|rst)$/i;
/** How pictures, films, sound, fonts and PDFs begin: as bytes, one sign each. */
const noList =
  /^(\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}(WEBP|WAVE|AVI )|%PDF|.{4}ftyp|II\*\0|MM\0\*|ID3|OggS|BM.{4}\0{4}|\0\0[^\0]\0|8BPS|wOF[F2])/s;
/** Digits that no list of people has, but for its ids; a date written in digits is none. */
const idInText = /(?<!\d)(?!20[0-3]\d[01]\d[0-3]\d(?!\d))\d{5,}/;
const idInNotes = /(?<!\d)(?!20[0-3]\d[01]\d[0-3]\d(?!\d))\d{7,}/;
/** An @name that is no part of an email, or an address of a profile. */
const nameInText = /(?<!\w)@\w|\b(x|twitter)\.com\//i;
/** Members that hold people: an empty list is one too. */
const memberInText =
  /"(id|id_str|rest_id|followers?|following|friends|users|ids|data|items|accounts|currentFollow\w+|username|screen_name|user_id)"\s*:/;
const mostNotes = 2 ** 20;
/** So many words alone on a line may be names. */
const mostWordLines = 0.5;
const archiveFile = /^(follower|following|manifest)\.js$/;

/**
 * Finds the inputs behind the words of a command line: a file, a pattern (`lists/*.txt`), a folder with everything in
 * it, an archive of X (a zip, or a folder with `follower.js`). In the order given, a folder's files by name; a file named
 * twice counts once. Files in folders that are surely no lists are left out, and `skip` gets their paths;
 * `isOfReturns` knows those of visits, sales, hours and clicks. Throws a `UserError` where a word names nothing.
 */
export async function findInputs(
  words: readonly string[],
  skip: (path: string) => void = () => {},
  isOfReturns: IsOfReturns = async () => false
): Promise<Input[]> {
  const found: Input[] = [];
  for (const word of words) found.push(...(await inputsOf(word, {skip, isOfReturns})));
  const seen = new Set<string>();
  return found.filter(
    ({path, kind}) => (kind !== "file" && kind !== "returns") || (!seen.has(path) && seen.add(path))
  );
}

interface Looking {
  skip: (path: string) => void;
  isOfReturns: IsOfReturns;
}

async function inputsOf(word: string, looking: Looking): Promise<Input[]> {
  if (word === "-") throw new UserError("-: standard input is not read: save it to a file and name that");
  if (word === "") throw new UserError("an input's name is empty: name a file or a folder");
  const facts = await stat(word).catch((error: NodeJS.ErrnoException) => error);
  if (facts instanceof Error) {
    const matches = /[*?[{]/.test(word) ? await matchesOf(word) : [];
    if (matches.length > 0)
      return (await Promise.all(matches.map((match) => inputsOf(match, looking)))).flat();
    throw troubleOf(word, facts);
  }
  if (facts.isDirectory()) return inFolder(word, looking);
  if (!facts.isFile()) throw new UserError(`${word}: neither a file nor a folder: name a file or a folder`);
  return [{path: word, ...(await kindOfFile(word, looking)), place: [basename(dirname(word))]}];
}

const matchesOf = async (pattern: string): Promise<string[]> =>
  (await glob(pattern.replaceAll("\\", "/"), {onlyFiles: false, expandDirectories: false})).sort();

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : 1);

/** Every file in a folder and the folders in it; the folder of an archive is one input. */
async function inFolder(root: string, {skip, isOfReturns}: Looking): Promise<Input[]> {
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
      // A link to a folder is not followed, as it may lead back; one that leads nowhere is read, to say so.
      const linked = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
      if (left.test(entry.name)) skip(path);
      else if (entry.isDirectory()) await look(path);
      else if (linked !== null && !linked.isFile()) skip(path);
      else {
        const kind = await kindOfFile(path, {skip, isOfReturns}).catch((error: unknown) => {
          if (error instanceof UserError) return error;
          throw error;
        });
        if (kind instanceof UserError) found.push({path, kind: "file", place, trouble: kind});
        else if (kind.kind === "file" && (await isNoList(path))) skip(path);
        else found.push({path, ...kind, place});
      }
    }
  };
  await look(root);
  if (found.length === 0) throw new UserError(`${root}: the folder has no lists: name another`);
  return found;
}

/**
 * Whether a file is surely no list: a picture, film, sound or PDF, or a text without a person in it. A file whose name
 * speaks of a list or a date is looked at in any case: it may be one that went wrong.
 */
async function isNoList(path: string): Promise<boolean> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw troubleOf(path, error);
  });
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(16), 0, 16, 0);
    if (noList.test(buffer.subarray(0, bytesRead).toString("latin1"))) return true;
    if ((await file.stat()).size > mostNotes) return false;
    const isNotes = notes.test(basename(path));
    const name = factsOfName(path, []);
    if (!isNotes && (name.list !== null || name.isOther || name.takenAt !== null || name.isTakenTwice))
      return false;
    return !mayNamePeople(await readFile(path, "latin1"), isNotes);
  } finally {
    await file.close();
  }
}

/** Whether a text may hold people. In notes, which are prose, names and short numbers say nothing, but on a line of their own. */
function mayNamePeople(text: string, isNotes: boolean): boolean {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  // oxlint-disable-next-line no-control-regex
  const isText = !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
  if (!isText || lines.length === 0) return true;
  const isAlone = (line: string) => isAddress(line) || /^(@\w{1,15}|\d{5,19})$/.test(line);
  if (lines.some((line) => isAlone(bare(line)))) return true;
  if (isNotes) return idInNotes.test(text);
  if (idInText.test(text) || nameInText.test(text) || memberInText.test(text)) return true;
  if (lines.slice(0, mostHeaderLines).some((line) => namesPeople(fieldsOf(line)))) return true;
  return lines.filter((line) => isPerson(bare(line))).length >= mostWordLines * lines.length;
}

/** A header stands among so many first lines. */
const mostHeaderLines = 10;

/** A zip is an archive of X, one of visits, or says in one line what else it is. */
async function kindOfFile(path: string, {isOfReturns}: Looking): Promise<Pick<Input, "kind" | "names">> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw troubleOf(path, error);
  });
  try {
    const {buffer} = await file.read(Buffer.alloc(4), 0, 4, 0);
    // oxlint-disable-next-line no-control-regex
    if (!/^PK(\x03\x04|\x05\x06)/.test(buffer.toString("latin1")))
      return {
        kind: (await isOfReturns(path, null)) ? "returns" : /\.zip$/i.test(path) ? "archive zip" : "file"
      };
  } finally {
    await file.close();
  }
  const names = await namesInZip(path);
  if (names === null || names.some((name) => /(^|[/\\])follower(-part\d+)?\.js$/.test(name)))
    return {kind: "archive zip"};
  if (await isOfReturns(path, names)) return {kind: "returns", names};
  if (names.some((name) => /^(xl|\[Content_Types\])/.test(name) || name === "content.xml"))
    throw new UserError(`${path}: a spreadsheet: format the ids as text, save it as CSV and give that`);
  const inner = names.find((name) => /\.zip$/i.test(name));
  if (inner !== undefined)
    throw new UserError(`${path}: a zip inside a zip: unpack it and give ${basename(inner)}`);
  if (names.some((name) => /(^|[/\\])(manifest|account|tweets?)\.js$/.test(name)))
    return {kind: "archive zip"};
  throw new UserError(`${path}: a zip without an archive of X in it: unpack it and give the files`);
}

function troubleOf(path: string, error: NodeJS.ErrnoException): UserError {
  const {code} = error;
  if (code === "ENOENT" || code === "ENOTDIR") return new UserError(`${path}: no such file: check the path`);
  if (code === "EACCES" || code === "EPERM")
    return new UserError(`${path}: permission denied: check the owner and mode`);
  return new UserError(`${path.slice(0, 200)}: not readable (${code}): check the path`);
}
