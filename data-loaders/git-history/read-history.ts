import {createHash} from "node:crypto";
import {mkdir, writeFile} from "node:fs/promises";
import {join, posix} from "node:path";
import {factsOfName} from "../saved-lists/file-name.ts";
import type {Input} from "../saved-lists/inputs.ts";
import type {ListName} from "../saved-lists/people.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {askRepository, findRepository, readObjects, type Repository} from "./git.ts";
import {historyOf, type FileHistory, type Version} from "./versions.ts";

/** A file of a repository, and which list it holds where the user says so. */
export interface NamedFile {
  file: string;
  list?: ListName;
}

export interface HistoryOptions {
  /** A commit that touches one of the files looked at all of them. */
  isEachCommitALook?: boolean;
  /** Commits, by the first digits of their ids, whose versions are left out. */
  without?: readonly string[];
}

/** The versions of a history as inputs, files in a folder, and what has to be said of them. */
export interface ReadHistory {
  inputs: Input[];
  lines: string[];
  /** Says of a text of the import where in the history its files stand: `abc1234567:followers.txt`. */
  inWords: (text: string) => string;
}

/** One list to be: a file as it was at a commit. */
interface Look {
  nth: number;
  version: Version;
  blob: string;
}

const shortId = 10;
const short = ({commit}: Pick<Version, "commit">) => commit.slice(0, shortId);
const dayMs = 86_400_000;
const timeOf = (at: Date) => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
const lfsPointer = "version https://git-lfs.github.com/";
/** Whatever is longer holds more than white space. */
const mostBlank = 4096;

/**
 * Reads every version of files in a repository of git into `folder`, each with the time its commit was written, through
 * git itself and without a checkout. Throws a `UserError` where there is no such history, or where its times run backwards.
 */
export async function readHistory(
  path: string,
  files: readonly NamedFile[],
  folder: string,
  options: HistoryOptions
): Promise<ReadHistory> {
  const repository = await findRepository(path);
  if (options.isEachCommitALook && files.length < 2)
    throw new UsageError(
      "--each-commit-is-a-look: says that a commit looked at both files: name them by --file twice"
    );
  const order = await orderOfCommits(repository);
  const without = options.without ?? [];
  const isLeftOut = ({commit}: Pick<Version, "commit">) =>
    without.some((id) => commit.startsWith(id.toLowerCase()));
  const histories: FileHistory[] = [];
  for (const {file, list} of files)
    histories.push(
      await historyOf(repository, file, {
        isOfOther: (old) => isOfOther(old, list ?? listOf(file)),
        isLeftOut
      })
    );
  const strange = without.find(
    (id) => !histories.some(({versions}) => versions.some(({commit}) => commit.startsWith(id.toLowerCase())))
  );
  if (strange !== undefined)
    throw new UserError(
      `--without ${strange}: no commit of these files begins so: give the digits that the message shows`
    );
  const looks = looksOf(histories, order, isLeftOut, options.isEachCommitALook === true);
  refuseBackwards(path, looks);
  const inputs: Input[] = [];
  const blank: Look[] = [];
  const reEnded: Look[] = [];
  const lastText = new Map<number, string>();
  const blobs = looks.map(({blob}) => blob);
  await readObjects(repository, blobs, async (content, i) => {
    const look = looks[i]!;
    const {nth, version} = look;
    const {list, file} = files[nth]!;
    if (content.length <= mostBlank && content.toString("latin1").trim() === "") {
      blank.push(look);
      return;
    }
    if (content.subarray(0, lfsPointer.length).toString("latin1") === lfsPointer)
      throw new UserError(
        `${short(version)}:${file}: a pointer of Git LFS, not the list: save the lists as files and give these`
      );
    const text = createHash("sha1").update(withoutReturns(content)).digest("hex");
    const isSame = lastText.get(nth) === text;
    lastText.set(nth, text);
    if (isSame && !options.isEachCommitALook) {
      reEnded.push(look);
      return;
    }
    const into = join(folder, String(nth), short(version));
    const copy = join(into, posix.basename(file));
    await mkdir(into, {recursive: true});
    await writeFile(copy, content);
    inputs.push({
      path: copy,
      kind: "file",
      place: foldersOf(file),
      said: {
        list,
        at: version.at,
        how: "git: when its commit was written",
        group: file,
        commit: short(version)
      }
    });
  });
  if (inputs.length === 0)
    throw new UserError(
      `${path}: no commit of its history holds a list in ${files.map(({file}) => file).join(" or ")}: check the names after --file`
    );
  const lines = histories.flatMap((history, nth) => {
    const versionsOf = (of: readonly Look[]) =>
      of.filter((look) => look.nth === nth).map(({version}) => version);
    return leftOutLines(history, {empty: versionsOf(blank), "line ends": versionsOf(reEnded)}, isLeftOut);
  });
  if (!options.isEachCommitALook)
    for (const [nth, {file}] of files.entries())
      lines.push(
        ...gapLine(
          file,
          looks.filter((look) => look.nth === nth && !blank.includes(look) && !reEnded.includes(look)),
          files.length > 1
        )
      );
  const inWords = (text: string) =>
    text.includes(folder)
      ? inputs.reduce(
          (words, {path: copy, said}) => words.replaceAll(copy, `${said!.commit}:${said!.group}`),
          text
        )
      : text;
  return {inputs, lines, inWords};
}

const carriageReturn = 0x0d;
/** A commit that only changes how lines end, as git does by itself, looked at nobody. */
const withoutReturns = (content: Buffer) =>
  content.includes(carriageReturn) ? content.filter((byte) => byte !== carriageReturn) : content;

const foldersOf = (file: string) => posix.dirname(file).split("/");
const listOf = (file: string) => factsOfName(file, foldersOf(file)).list;

/** Whether the name of a file speaks of another list than the one wanted. */
function isOfOther(path: string, list: ListName | null): boolean {
  const named = listOf(path);
  return list !== null && named !== null && named !== list;
}

/** The place of each commit along first parents, from the oldest. */
async function orderOfCommits(repository: Repository): Promise<ReadonlyMap<string, number>> {
  const head = await askRepository(repository, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).catch(
    () => null
  );
  if (head === null)
    throw new UserError(`${repository.path}: the repository has no commits yet: make one first`);
  const out = await askRepository(repository, ["rev-list", "--first-parent", "HEAD"]);
  const commits = out
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .reverse();
  return new Map(commits.map((commit, nth) => [commit, nth]));
}

/** Every list to be, in the order of commits. With `isEachALook` a commit that changed one file looked at the others too. */
function looksOf(
  histories: readonly FileHistory[],
  order: ReadonlyMap<string, number>,
  isLeftOut: (version: Version) => boolean,
  isEachALook: boolean
): Look[] {
  const changes = histories
    .flatMap(({versions}, nth) =>
      versions.map((version) => ({nth, version, place: order.get(version.commit) ?? -1}))
    )
    .sort((a, b) => a.place - b.place || a.nth - b.nth);
  const looks: Look[] = [];
  const now = histories.map((): Version | null => null);
  for (let start = 0; start < changes.length;) {
    let end = start;
    while (end < changes.length && changes[end]!.place === changes[start]!.place) end++;
    const changed = changes.slice(start, end);
    for (const {nth, version} of changed) now[nth] = isLeftOut(version) ? null : version;
    const made = changed.filter(({version}) => version.why === "content" && !isLeftOut(version));
    if (made.length > 0)
      for (const [nth, version] of now.entries()) {
        const isMade = made.some((one) => one.nth === nth);
        if (version?.blob == null || !(isMade || isEachALook)) continue;
        const {commit, at} = made[0]!.version;
        looks.push({nth, version: {...version, commit, at}, blob: version.blob});
      }
    start = end;
  }
  return looks;
}

/** A history whose times run backwards was put together later: when its lists were saved is not known. */
function refuseBackwards(path: string, looks: readonly Look[]): void {
  const newest = new Map<number, Look>();
  for (const [i, look] of looks.entries()) {
    const before = looks[i - 1];
    const own = newest.get(look.nth);
    newest.set(look.nth, look);
    const {at} = look.version;
    const earlier =
      before !== undefined && before.version.at > at
        ? before
        : own !== undefined && own.version.at >= at
          ? own
          : null;
    if (earlier === null) continue;
    throw new UserError(
      `${path}: its history was rebased, or a clock was wrong: commit ${short(look.version)} was written at ${timeOf(at)}, no later than ${short(earlier.version)} before it (${timeOf(earlier.version.at)}): save the lists as files with their times, or leave one out by --without`
    );
  }
}

const leftOutWords: Partial<Record<Version["why"] | "line ends", string>> = {
  deleted: "the file was deleted",
  empty: "the file was empty",
  "line ends": "only its line ends were changed",
  merge: "a merge brought a list saved some time before",
  revert: "a revert put back a list saved some time before",
  shallow: "the clone is shallow and does not say when this version was made (git fetch --unshallow)",
  "symbolic link": "the file was a symbolic link",
  submodule: "the file was a submodule (name its own repository by --git)",
  unchanged: "the file was renamed or put back unchanged"
};

/** What is no list of its own time, a line a reason. */
function leftOutLines(
  {file, versions, renamedFrom, notFollowed}: FileHistory,
  found: Partial<Record<string, readonly Version[]>>,
  isLeftOut: (version: Version) => boolean
): string[] {
  const lines: string[] = [];
  const say = (why: string, of: readonly Version[]) => {
    const [first] = of;
    if (first !== undefined)
      lines.push(
        `${file}: left out, because ${why}: ${plural(of.length, "commit")}, the first ${short(first)} of ${timeOf(first.at)}`
      );
  };
  for (const [why, words] of Object.entries(leftOutWords))
    say(words, [...versions.filter((version) => version.why === why), ...(found[why] ?? [])]);
  say("--without names it", versions.filter(isLeftOut));
  if (renamedFrom.length > 0)
    lines.push(`${file}: was named ${renamedFrom.join(", before that ")}: read under that name too`);
  if (notFollowed !== null)
    lines.push(
      `${file}: git takes ${notFollowed} for the same file before it was renamed, but its name is of another list: what was before is left out`
    );
  return lines;
}

/** How long nothing is known: a commit is made only when something changed. */
function gapLine(file: string, looks: readonly Look[], areSeveral: boolean): string[] {
  let longest: [Version, Version] | null = null;
  const length = ([from, to]: [Version, Version]) => to.at.getTime() - from.at.getTime();
  for (const [i, {version}] of looks.entries()) {
    const gap: [Version, Version] | null = i === 0 ? null : [looks[i - 1]!.version, version];
    if (gap !== null && (longest === null || length(gap) > length(longest))) longest = gap;
  }
  if (longest === null) return [];
  const [from, to] = longest;
  const days = (length(longest) / dayMs).toFixed(1);
  const hint = areSeveral ? " (--each-commit-is-a-look, if each of these commits looked at both files)" : "";
  return [
    `${file}: ${plural(looks.length, "version")}; a commit is made only when something changed, so nothing is known between two: the longest gap is ${days} days, from ${timeOf(from.at)} to ${timeOf(to.at)}${hint}`
  ];
}
