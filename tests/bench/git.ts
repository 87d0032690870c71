// Times the import of a history of lists in git against the import of the same lists as files, in one run, and git's own
// reading of that history apart. Prints CPU seconds and the ratio; the aim is 2 ×, git's own reading apart.
// 2026-11-29, two cores crowded by others, 783 versions of up to 5,000 people: files 21.2 s, git 21.7 s (its own reading
// 0.1 s): 1.02 ×.
import {execFileSync} from "node:child_process";
import {createWriteStream, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync} from "node:fs";
import {once} from "node:events";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {runMeasured} from "./usage.ts";

const {lists, people, runs, keep} = new Command("bench:git")
  .option("--lists <n>", "versions, one a day", "783")
  .option("--people <n>", "people in the last list; the first has about half as many", "5000")
  .option("--runs <n>", "how often each is imported, by turns", "1")
  .option("--keep", "leave the files there")
  .parse()
  .opts<{lists: string; people: string; runs: string; keep?: boolean}>();

const root = fileURLToPath(new URL("../../", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "followback-bench-git-"));
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Made-up ids, 19 digits, in no order. */
const idOf = (i: number) =>
  String(1_000_000_000_000_000_000n + ((BigInt(i) * 7_919_000_000_077n) % 800_000_000_000_000_000n));

/** Daily lists, newest first, as a file each and as the versions of one file. */
async function writeLists(folder: string, repository: string, days: number, most: number): Promise<void> {
  mkdirSync(folder);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", repository]);
  const stream = join(dir, "history");
  const out = createWriteStream(stream);
  for (let day = 0; day < days; day++) {
    const at = new Date(Date.UTC(2020, 0, 1 + day, 9));
    const length = Math.floor(most * (0.5 + (0.5 * (day + 1)) / days));
    const text = Array.from({length}, (_, i) => `${idOf(length - i)}\n`).join("");
    writeFileSync(join(folder, `followers-${at.toISOString().slice(0, 10)}T0900.txt`), text);
    const who = `a <a@example.org> ${at.getTime() / 1000} +0000`;
    const parts = [
      `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata 1\n.\n`,
      `M 100644 inline followers.txt\ndata ${text.length}\n${text}\n`
    ];
    if (!out.write(parts.join(""))) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  execFileSync("git", ["-C", repository, "fast-import", "--quiet"], {
    stdio: [openSync(stream, "r"), "ignore", "inherit"]
  });
}

try {
  const folder = join(dir, "lists");
  const repository = join(dir, "repository");
  await writeLists(folder, repository, Number(lists), Number(people));
  const verb = [
    process.execPath,
    "src/followback.js",
    "import",
    "--account",
    "5",
    "--complete",
    "--list",
    "followers"
  ];
  const measure = (name: string, line: readonly string[]) => {
    const {cpu, wall} = runMeasured({name, line, cwd: root});
    print(`${name}: ${cpu.toFixed(1)} s of CPU, ${wall.toFixed(1)} s on the wall`);
    return cpu;
  };
  const read = `git log --first-parent -m --raw -z --no-abbrev --no-renames --format=%H main -- followers.txt | tr '\\0' '\\n' |
    sed -n 's/^:[0-9]* [0-9]* [0-9a-f]* \\([0-9a-f]*\\) .*/\\1/p' | git cat-file --batch > /dev/null`;
  for (let run = 0; run < Number(runs); run++) {
    const files = measure(`${lists} files`, [...verb, "--data", join(dir, `files-${run}`), folder]);
    const git = measure("git's own reading", ["bash", "-c", `cd ${repository} && ${read}`]);
    const history = measure(`${lists} versions in git`, [
      ...verb,
      "--data",
      join(dir, `git-${run}`),
      "--git",
      repository,
      "--file",
      "followers.txt"
    ]);
    print(`versions without git's own reading: ${((history - git) / files).toFixed(2)} × the files`);
  }
} finally {
  if (!keep) rmSync(dir, {recursive: true, force: true});
}
