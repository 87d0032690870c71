// Runs another version of the program beside this one, on stores that each makes itself, and tells how their times compare.
import {execFileSync, spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdir, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {minimalArchive, person, writeZip, ytd, type Files} from "../x-archive/archive.ts";
import type {SyntheticSize} from "./synthetic.ts";
import {medianOf, runMeasured, spread, type Usage} from "./usage.ts";

/** One thing that both versions do. */
interface Job {
  name: string;
  /** Makes a store with the version itself, once, before anything is measured. */
  prepare?: (version: Version) => Promise<void>;
  /** Puts things back before each run, unmeasured. */
  before?: (version: Version) => Promise<void>;
  arguments: (version: Version) => string[];
}

/** One version of the program: where its sources are, and a folder for what it makes. */
interface Version {
  name: string;
  root: string;
  scratch: string;
}

const here = fileURLToPath(new URL("../../", import.meta.url));

const demoData = ({scratch}: Version) => join(scratch, "demo");
const archivesData = ({scratch}: Version) => join(scratch, "archives");
const benchData = ({scratch}: Version) => join(scratch, "bench");
const out = ({scratch}: Version, name: string) => join(scratch, `dist-${name}`);
const remove = (path: string) => rm(path, {recursive: true, force: true});

/** Every job by name, in the order they are told. */
const jobsFor = (size: SyntheticSize): readonly Job[] => [
  {name: "--version", arguments: () => ["--version"]},
  {
    name: 'query "select 1"',
    prepare: importArchives,
    arguments: (version) => ["query", "select 1", "--data", archivesData(version)]
  },
  {
    name: "build of three archives",
    prepare: importArchives,
    before: (version) => removeDerived(archivesData(version)),
    arguments: (version) => ["build", "--data", archivesData(version)]
  },
  {
    name: "report of three archives",
    prepare: importArchives,
    before: async (version) => {
      await removeDerived(archivesData(version));
      await remove(out(version, "archives"));
    },
    arguments: (version) => ["report", "--data", archivesData(version), "--out", out(version, "archives")]
  },
  {
    name: "report, nothing changed",
    prepare: importArchives,
    arguments: (version) => ["report", "--data", archivesData(version), "--out", out(version, "archives")]
  },
  {
    name: "demo from nothing",
    before: (version) => remove(out(version, "demo")),
    arguments: (version) => ["demo", "--no-serve", "--data", demoData(version), "--out", out(version, "demo")]
  },
  {
    name: "build of the demo",
    prepare: async (version) => {
      if (!existsSync(join(demoData(version), "snapshots")))
        run(version, ["demo", "--no-serve", "--data", demoData(version), "--out", out(version, "demo")]);
    },
    before: (version) => removeDerived(demoData(version)),
    arguments: (version) => ["build", "--data", demoData(version)]
  },
  {
    name: `build of ${size.followers.toLocaleString("en")} followers, ${size.weeks} weeks`,
    prepare: async (version) => {
      if (!existsSync(benchData(version))) writeStoreWith(version, benchData(version), size);
    },
    before: (version) => removeDerived(benchData(version)),
    arguments: (version) => ["build", "--data", benchData(version)]
  }
];

/** Writes the synthetic store with the version's own writer: an older program need not know what this one stores. */
function writeStoreWith({root, name}: Version, dataDir: string, size: SyntheticSize): void {
  const script = `const {writeSyntheticStore} = await import("./tests/bench/synthetic.ts");
    await writeSyntheticStore(${JSON.stringify(dataDir)}, ${JSON.stringify(size)});`;
  const line = ["--import", "tsx", "--input-type=module", "--eval", script];
  const {status, stderr} = spawnSync(process.execPath, line, {cwd: root, encoding: "utf8"});
  if (status !== 0) throw new Error(`${name}: the store cannot be written: ${stderr.slice(-300)}`);
}

/** What a build makes and may keep for the next one. */
async function removeDerived(data: string) {
  await remove(join(data, "marts"));
  await remove(join(data, "derived"));
}

/** Three small archives of one account, a month apart: people come on top and a few leave. */
async function importArchives(version: Version) {
  const data = archivesData(version);
  if (existsSync(data)) return;
  await mkdir(version.scratch, {recursive: true});
  const zips: string[] = [];
  for (const month of [0, 1, 2]) {
    const file = join(version.scratch, `archive-${month}.zip`);
    await writeZip(file, archiveOf(month));
    zips.push(file);
  }
  run(version, ["import", ...zips, "--data", data]);
}

function archiveOf(month: number): Files {
  const day = new Date(Date.UTC(2024, 2 + month, 3, 12)).toISOString();
  const ids = (from: number, to: number, gone: number) =>
    Array.from({length: to - from}, (_, nth) => String(1_000 + (((from + nth) * 7919) % 100_003)))
      .filter((_, nth) => nth % 23 !== gone)
      .reverse();
  const followers = ids(0, 200 + 40 * month, month);
  const following = ids(150, 260 + 30 * month, month + 5);
  const base = minimalArchive();
  return {
    ...base,
    "data/manifest.js": base["data/manifest.js"]!.replace("2024-03-03T12:00:00.000Z", day)
      .replace(/("data\/follower\.js"[^}]*?"count":)"\d+"/, `$1"${followers.length}"`)
      .replace(/("data\/following\.js"[^}]*?"count":)"\d+"/, `$1"${following.length}"`),
    "data/follower.js": ytd("follower", followers.map(person("follower"))),
    "data/following.js": ytd("following", following.map(person("following")))
  };
}

/** Runs the program of a version and returns what it took. Throws an `Error` with its last words where it fails. */
const run = ({name, root}: Version, args: string[]): Usage =>
  runMeasured({
    name: `${name}: followback ${args[0]}`,
    line: [process.execPath, "src/followback.js", ...args],
    cwd: root
  });

export interface AgainstOptions {
  /** The other version: anything that git knows as a commit. */
  commit: string;
  /** How often each version does each job, one after the other by turns. */
  runs: number;
  /** A part of the names of the jobs to do; default: every one. */
  only?: string | undefined;
  /** Of the synthetic store, which each version writes itself. */
  size: SyntheticSize;
  print: (line: string) => void;
}

/** Does each job with both versions by turns, and prints medians, spreads and the ratio of the medians. */
export async function compareWith({commit, runs, only = "", size, print}: AgainstOptions): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "followback-against-"));
  const root = join(scratch, "checkout");
  try {
    execFileSync("git", ["worktree", "add", "--quiet", "--detach", root, commit], {cwd: here});
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], {cwd: root, stdio: "ignore"});
    const then: Version = {name: commit, root, scratch: join(scratch, "then")};
    const now: Version = {name: "now", root: here, scratch: join(scratch, "now")};
    for (const version of [then, now]) await mkdir(version.scratch);
    const chosen = jobsFor(size).filter(({name}) => name.includes(only));
    if (chosen.length === 0) throw new Error(`no job is called ${only}`);
    print(`| what | CPU ${commit} | CPU now | ratio | wall ${commit} | wall now | ratio |`);
    print("|---|---|---|---|---|---|---|");
    for (const job of chosen) {
      const taken = new Map<Version, Usage[]>([
        [then, []],
        [now, []]
      ]);
      for (const version of taken.keys()) await job.prepare?.(version);
      for (let nth = 0; nth < runs; nth++)
        for (const [version, usages] of taken) {
          await job.before?.(version);
          usages.push(run(version, job.arguments(version)));
        }
      const cells = (["cpu", "wall"] as const).flatMap((what) => {
        const [a, b] = [taken.get(then)!, taken.get(now)!].map((usages) =>
          usages.map((usage) => usage[what])
        );
        return [spread(a!), spread(b!), (medianOf(b!) / medianOf(a!)).toFixed(2)];
      });
      print(`| ${[job.name, ...cells].join(" | ")} |`);
    }
  } finally {
    execFileSync("git", ["worktree", "remove", "--force", root], {cwd: here});
    await rm(scratch, {recursive: true, force: true});
  }
}
