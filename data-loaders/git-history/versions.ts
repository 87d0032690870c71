import {posix} from "node:path";
import {UserError} from "../../src/errors.ts";
import {askRepository, type Repository} from "./git.ts";

/**
 * What a commit made of a file: `blob` is its content then, null where it is no file any more, holds nothing or is not
 * known. Only `content` is a list of its own time: what a merge or a revert brings was saved at some time before, and what
 * is `unchanged` was renamed, or taken away and put back.
 */
export interface Version {
  commit: string;
  /** When the commit was written, which a rebase keeps. */
  at: Date;
  blob: string | null;
  why:
    | "content"
    | "unchanged"
    | "deleted"
    | "empty"
    | "merge"
    | "revert"
    | "shallow"
    | "symbolic link"
    | "submodule";
}

/** The history of one file: its versions from the oldest, and the older names that it had. */
export interface FileHistory {
  /** As the user named it. */
  file: string;
  versions: Version[];
  renamedFrom: string[];
  /** A file that git takes for its older self, though its name is of another list: what was before is left out. */
  notFollowed: string | null;
}

/** One commit that touched the file, as `git log --raw` prints it. */
interface Entry {
  commit: string;
  at: Date;
  parents: string[];
  isRevert: boolean;
  mode: string;
  blob: string;
  status: string;
  path: string;
}

const modes: Record<string, Version["why"]> = {"120000": "symbolic link", "160000": "submodule"};
/** The id of an object that holds nothing, in both formats of git. */
const emptyBlobs = [
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
];
const commitFormat = "%x01%H %at %P%x02%B";
/** What git itself writes where somebody takes a commit back, or takes that back. */
const revert = /^(?:Revert|Reapply) "|\nThis reverts commit [0-9a-f]{7}/;
/** A file counts as renamed where so much of it stayed, in percent: what git takes by itself. */
const likeness = 50;

/**
 * Reads the history of a file along first parents, from the newest commit back, and through its renames. A copy is no
 * rename: the lists of both directions may look alike. `isOfOther` says by a name whether it is of another list, and
 * `isLeftOut` of a commit whether the user leaves it out. Throws a `UserError` where the history holds no such file.
 */
export async function historyOf(
  repository: Repository,
  file: string,
  {
    isOfOther,
    isLeftOut
  }: {isOfOther: (path: string) => boolean; isLeftOut: (version: Pick<Version, "commit">) => boolean}
): Promise<FileHistory> {
  const named = posix
    .normalize(posix.join(repository.prefix, file.replaceAll("\\", "/")))
    .replace(/^\/+/, "");
  const versions: Version[] = [];
  const renamedFrom: string[] = [];
  let path = named;
  let from = "HEAD";
  let notFollowed: string | null = null;
  for (;;) {
    const entries = await entriesOf(repository, path, from);
    if (entries.length === 0 && versions.length === 0)
      throw new UserError(
        `${repository.path}: no commit of its history has ${file}: check the name after --file`
      );
    let renamed: {path: string; parent: string} | null = null;
    for (const entry of entries) {
      if (entry.path !== path)
        throw new UserError(`${repository.path}: ${file} is a folder: name one file in it by --file`);
      versions.push(versionOf(entry, repository));
      renamed = entry.status === "A" ? await renameAt(repository, entry) : null;
      if (renamed !== null) break;
    }
    if (renamed === null) break;
    if (isOfOther(renamed.path)) {
      notFollowed = renamed.path;
      break;
    }
    renamedFrom.push(renamed.path);
    ({path, parent: from} = renamed);
  }
  return {file, versions: withoutRepeats(versions.reverse(), isLeftOut), renamedFrom, notFollowed};
}

/** Marks what has the same content as the version before; what is left out was never there. */
function withoutRepeats(versions: readonly Version[], isLeftOut: (version: Version) => boolean): Version[] {
  let last: string | null = null;
  return versions.map((version) => {
    if (isLeftOut(version)) return version;
    const isSame = version.blob !== null && version.blob === last;
    last = version.blob ?? last;
    return isSame ? {...version, why: "unchanged"} : version;
  });
}

function versionOf(entry: Entry, {isShallow}: Repository): Version {
  const {commit, at, parents, isRevert, mode, blob, status} = entry;
  const without = (why: Version["why"]): Version => ({commit, at, blob: null, why});
  // The oldest commit of a shallow clone seems to have made every file, whenever it was.
  if (isShallow && parents.length === 0) return without("shallow");
  if (status === "D") return without("deleted");
  const other = modes[mode];
  if (other !== undefined) return without(other);
  if (emptyBlobs.includes(blob)) return without("empty");
  return {commit, at, blob, why: parents.length > 1 ? "merge" : isRevert ? "revert" : "content"};
}

async function entriesOf(repository: Repository, path: string, from: string): Promise<Entry[]> {
  const out = await askRepository(repository, [
    "log", "-z", "--raw", "--no-abbrev", "--no-color", "--no-renames", "--no-ext-diff", "--no-textconv", "-m", "--first-parent",
    "--ignore-submodules=none", `--format=${commitFormat}`, from, "--", path
  ]); // prettier-ignore
  const entries: Entry[] = [];
  let commit = {commit: "", at: new Date(0), parents: [] as string[], isRevert: false};
  const fields = out.toString().split("\0");
  for (let nth = 0; nth < fields.length; nth++) {
    const field = fields[nth]!;
    if (field.startsWith("\u0001")) {
      const [facts = "", message = ""] = field.slice(1).split("\u0002");
      const [id, seconds, ...parents] = facts.trim().split(" ");
      commit = {
        commit: id!,
        at: new Date(Number(seconds) * 1000),
        parents,
        isRevert: revert.test(message)
      };
    } else if (/^\n?:/.test(field)) {
      const [, mode, , blob, status] = field.replace(/^\n?:/, "").split(" ");
      entries.push({...commit, mode: mode!, blob: blob!, status: status!, path: fields[++nth]!});
    }
  }
  return entries;
}

/** Where the file came from that a commit added: a file that the same commit took away and that was much the same. */
async function renameAt(
  repository: Repository,
  {commit, parents, path}: Entry
): Promise<{path: string; parent: string} | null> {
  const [parent] = parents;
  if (parent === undefined) return null;
  const out = await askRepository(repository, [
    "diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", `-M${likeness}%`, "--diff-filter=R",
    parent, commit
  ]); // prettier-ignore
  const fields = out.toString().split("\0");
  for (let nth = 0; nth + 2 < fields.length; nth += 3)
    if (fields[nth + 2] === path) return {path: fields[nth + 1]!, parent};
  return null;
}
