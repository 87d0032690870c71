import {execFileSync} from "node:child_process";
import {mkdirSync} from "node:fs";

/** What a commit makes of a file: its content, null where it is deleted, or another kind of entry. */
type Change = string | Buffer | null | {mode: "120000" | "160000"; content: string};

/** One commit: when it was written (and made, if that is later), its changes, and what else it merges. */
export interface Commit {
  at: string;
  madeAt?: string;
  files: Record<string, Change>;
  message?: string;
  /** A branch that it stands on or merges, by the name of a commit before it; default: the commit before it in the list. */
  name?: string;
  parent?: string;
  merges?: string;
}

const git = (folder: string, words: string[], input?: string | Buffer) =>
  execFileSync("git", ["-C", folder, ...words], {
    input,
    maxBuffer: 2 ** 30,
    stdio: ["pipe", "pipe", "pipe"],
    env: {...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1"}
  })
    .toString()
    .trim();

/** Makes a repository of these commits in `folder`; the last one is what is checked out. Returns the ids of the commits. */
export function makeRepository(folder: string, commits: readonly Commit[]): string[] {
  mkdirSync(folder, {recursive: true});
  git(folder, ["init", "--quiet", "--initial-branch=main"]);
  const marks = new Map<string, number>();
  const parts: (string | Buffer)[] = [];
  const put = (content: string | Buffer) => {
    const bytes = Buffer.from(content);
    parts.push(`data ${bytes.length}\n`, bytes, "\n");
  };
  for (const [
    nth,
    {at, madeAt = at, files, message = "a change", name, parent, merges}
  ] of commits.entries()) {
    const mark = nth + 1;
    if (name !== undefined) marks.set(name, mark);
    const seconds = (time: string) => `${Date.parse(time) / 1000} +0000`;
    parts.push(`commit refs/heads/main\nmark :${mark}\nauthor a <a@example.org> ${seconds(at)}\n`);
    parts.push(`committer a <a@example.org> ${seconds(madeAt)}\n`);
    put(message);
    const from = parent === undefined ? nth : marks.get(parent)!;
    if (from > 0) parts.push(`from :${from}\n`);
    if (merges !== undefined) parts.push(`merge :${marks.get(merges)!}\n`);
    for (const [file, change] of Object.entries(files)) {
      if (change === null) parts.push(`D ${file}\n`);
      else if (typeof change === "string" || Buffer.isBuffer(change)) {
        parts.push(`M 100644 inline ${file}\n`);
        put(change);
      } else if (change.mode === "160000") parts.push(`M 160000 ${change.content} ${file}\n`);
      else {
        parts.push(`M 120000 inline ${file}\n`);
        put(change.content);
      }
    }
  }
  git(folder, ["fast-import", "--quiet", "--force"], Buffer.concat(parts.map((part) => Buffer.from(part))));
  return git(folder, ["rev-list", "--first-parent", "--reverse", "main"]).split("\n");
}

export {git};
