import {spawn} from "node:child_process";
import {devNull} from "node:os";
import {UserError} from "../../src/errors.ts";

/** A repository that was found: `gitDir` is its own folder, `prefix` the folder of it that the user named, "" for its root. */
export interface Repository {
  /** As the user named it, for messages. */
  path: string;
  gitDir: string;
  prefix: string;
  /** It holds only the newest commits. */
  isShallow: boolean;
}

/**
 * Settings of a repository that could start a program, or change what is read, are overruled: it may be anybody's.
 * Diffs are asked for without drivers, and objects as they are stored, so attributes and filters never apply.
 */
const safeSettings = {
  "core.hooksPath": devNull,
  "core.fsmonitor": "false",
  "log.showSignature": "false",
  "log.showRoot": "true",
  "diff.renameLimit": "0"
};
const safeFlags = ["--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs"];

/** The environment of the user without what would point git elsewhere; nothing is fetched, nobody is asked. */
function safeEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_ATTR_NOSYSTEM: "1"
  };
}

const startGit = (words: readonly string[], cwd?: string) =>
  spawn(
    "git",
    [
      ...safeFlags,
      ...Object.entries(safeSettings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ...words
    ],
    {cwd, env: safeEnvironment(), stdio: ["pipe", "pipe", "pipe"]}
  );

const noGit = () => new UserError("--git: git is not installed here: install it, or save the lists as files");

interface Answer {
  code: number;
  out: Buffer;
  error: string;
}

async function askGit(words: readonly string[], cwd?: string): Promise<Answer> {
  const git = startGit(words, cwd);
  git.stdin.end();
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  git.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  git.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number>((done, fail) => {
    git.on("error", (error: NodeJS.ErrnoException) => fail(error.code === "ENOENT" ? noGit() : error));
    git.on("close", (ended) => done(ended ?? 1));
  });
  return {code, out: Buffer.concat(out), error: firstLine(Buffer.concat(errors).toString())};
}

const firstLine = (text: string) =>
  (text.split("\n").find((line) => line.trim() !== "") ?? "").replace(/^fatal: /, "").trim();

/** Finds the repository that holds `path`: its root, a folder in it, or a bare repository. Throws a `UserError` where there is none. */
export async function findRepository(path: string): Promise<Repository> {
  const {code, out, error} = await askGit([
    "-C", path, "rev-parse", "--absolute-git-dir", "--is-shallow-repository", "--show-prefix"
  ]); // prettier-ignore
  if (code !== 0) {
    if (/cannot change to/.test(error))
      throw new UserError(`${path}: no such folder: check the path after --git`);
    if (/dubious ownership/.test(error))
      throw new UserError(
        `${path}: the repository belongs to another user: if you trust it, run git config --global --add safe.directory ${path}`
      );
    if (/not a git repository/.test(error))
      throw new UserError(`${path}: no git repository: name the folder that git cloned`);
    throw new UserError(`${path}: git cannot read it: ${error}`);
  }
  const [gitDir, isShallow, prefix] = out.toString().split("\n");
  return {path, gitDir: gitDir!, prefix: prefix ?? "", isShallow: isShallow === "true"};
}

/** Asks git about a repository; paths are those from its root. */
export async function askRepository({path, gitDir}: Repository, words: readonly string[]): Promise<Buffer> {
  const {code, out, error} = await askGit([`--git-dir=${gitDir}`, ...words], gitDir);
  if (code !== 0) throw new UserError(`${path}: git cannot read its history: ${error}`);
  return out;
}

/**
 * Hands on the content of every object of `ids`, in their order, by one process of git. Throws a `UserError` where one is
 * not there, as in a clone that leaves files out.
 */
export async function readObjects(
  {path, gitDir}: Repository,
  ids: readonly string[],
  take: (content: Buffer, nth: number) => Promise<void>
): Promise<void> {
  if (ids.length === 0) return;
  const git = startGit([`--git-dir=${gitDir}`, "cat-file", "--batch"], gitDir);
  const failed = new Promise<never>((_, fail) =>
    git.on("error", (error: NodeJS.ErrnoException) => fail(error.code === "ENOENT" ? noGit() : error))
  );
  // A process that ends early closes its input: what is missing then is said below.
  git.stdin.on("error", () => {});
  git.stderr.resume();
  git.stdin.end(ids.map((id) => `${id}\n`).join(""));
  const reading = (async () => {
    let nth = 0;
    for await (const object of objectsOf(git.stdout)) {
      if (object === null)
        throw new UserError(
          `${path}: git does not hold every version of the file: fetch the whole repository (git clone without --filter)`
        );
      await take(object, nth++);
    }
    if (nth < ids.length)
      throw new UserError(`${path}: git stopped before the last version: run git fsck there`);
  })();
  try {
    await Promise.race([reading, failed]);
  } finally {
    git.kill();
    reading.catch(() => {});
    failed.catch(() => {});
  }
}

const lineEnd = 0x0a;

/** The objects that `git cat-file --batch` prints: `<id> blob <bytes>`, the bytes, an empty line; null where one is missing. */
async function* objectsOf(output: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted: number | null = null;
  for await (const chunk of output) {
    pieces.push(chunk);
    length += chunk.length;
    for (;;) {
      if (wanted === null) {
        const all = Buffer.concat(pieces);
        pieces = [all];
        const end = all.indexOf(lineEnd);
        if (end < 0) break;
        const header = all.subarray(0, end).toString();
        pieces = [all.subarray(end + 1)];
        length = all.length - end - 1;
        const size = / blob (\d+)$/.exec(header)?.[1];
        if (size === undefined) {
          yield null;
          continue;
        }
        wanted = Number(size);
      }
      if (length <= wanted) break;
      const all = Buffer.concat(pieces);
      const size = wanted;
      wanted = null;
      pieces = [all.subarray(size + 1)];
      length = all.length - size - 1;
      yield all.subarray(0, size);
    }
  }
}
