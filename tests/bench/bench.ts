// Times the build over a synthetic store, against one plain `group by` over the same files in the same run.
import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdtemp, readFile, readdir, rename, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {buildMarts} from "../../src/models/build.ts";
import {openDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, listSnapshots, snapshotsDir} from "../../src/snapshots/store.ts";
import {compareWith} from "./against.ts";
import {writeSyntheticStore, type SyntheticSize} from "./synthetic.ts";

/** What one measured job took, process start not counted; memory is the most the process ever held. */
interface Measure {
  /** On the wall, and of CPU. */
  seconds: number;
  cpu: number;
  bytes: number;
  detail?: Record<string, number>;
}

interface Options {
  followers: string;
  weeks: string;
  interactions?: string;
  data?: string;
  keep?: boolean;
  measure?: string;
  against?: string;
  runs: string;
  only?: string;
}

const program = new Command("bench")
  .option(
    "--followers <n>",
    "followers at the last snapshot; several sizes with commas, from the smallest on",
    "100000,1000000,3000000"
  )
  .option("--weeks <n>", "weekly snapshots", "53")
  .option("--interactions <n>", "interactions toward the account (default: five a follower)")
  .option("--data <dir>", "where the store is made, of one size; one that is there already is used again")
  .option("--keep", "leave the store there")
  .option(
    "--against <commit>",
    "run that version beside this one, by turns, and print how their times compare"
  )
  .option("--runs <n>", "with --against: runs of each version", "5")
  .option("--only <name>", "with --against: only the jobs whose name contains this")
  .option("--measure <job>", "used by the program itself: build or group, in a process of its own");

const options = program.parse().opts<Options>();

const sizes: SyntheticSize[] = options.followers.split(",").map((followers) => ({
  followers: Number(followers),
  weeks: Number(options.weeks),
  interactions: Number(options.interactions ?? 5 * Number(followers))
}));
const print = (line: string) => void process.stdout.write(line + "\n");

/** What a full build of so many rows took. */
interface Sized {
  rows: number;
  full: Measure;
}

/** Benches every size, and says whether time and memory grow at most as the rows do. */
async function benchSizes() {
  if (options.data !== undefined && sizes.length > 1)
    throw new Error("--data: a store has one size: give one to --followers");
  let smaller: Sized | null = null;
  for (const size of sizes) {
    if (sizes.length > 1) print(`${size.followers.toLocaleString("en")} followers`);
    const sized = await bench(size);
    if (smaller !== null) print(formatGrowth(smaller, sized));
    smaller = sized;
  }
}

function formatGrowth(smaller: Sized, larger: Sized): string {
  const rows = larger.rows / smaller.rows;
  const times = larger.full.seconds / smaller.full.seconds;
  const bytes = larger.full.bytes / smaller.full.bytes;
  const isLinear = times <= rows && bytes <= rows;
  return `${rows.toFixed(1)} × the rows: ${times.toFixed(1)} × the time, ${bytes.toFixed(1)} × the memory: ${isLinear ? "at most linear" : "MORE than linear"}`;
}

async function bench(size: SyntheticSize): Promise<Sized> {
  const dataDir = options.data ?? (await mkdtemp(join(tmpdir(), "followback-bench-")));
  try {
    if ((await listSnapshots(dataDir)).length === 0) {
      const began = performance.now();
      await writeSyntheticStore(dataDir, size, (week) => {
        if (week % 10 === 0) process.stderr.write(`snapshot ${week} of ${size.weeks}\n`);
      });
      print(`store written in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    const ids = await listSnapshots(dataDir);
    const group = await measure("group", dataDir);
    const rows = Object.entries(group.detail!).map(([table, n]) => `${n.toLocaleString("en")} ${table}`);
    print(`${ids.length} snapshots: ${rows.join(", ")}`);
    print(`group by user_id:  ${told(group)} (median of 3)`);

    await removeDerived(dataDir);
    const full = await measure("build", dataDir);
    const fullBytes = await checksum(dataDir);
    const ratio = full.seconds / group.seconds;
    print(`full build:        ${told(full)}, ${ratio.toFixed(1)} × the group by`);

    const newest = join(snapshotsDir(dataDir), ids.at(-1)!);
    const aside = join(dataDir, "newest");
    await rename(newest, aside);
    try {
      await removeDerived(dataDir);
      await measure("build", dataDir);
    } finally {
      await rename(aside, newest);
    }
    const more = await measure("build", dataDir);
    const share = (100 * more.cpu) / full.cpu;
    print(`one more snapshot: ${told(more)}, ${share.toFixed(0)} % of the full build's CPU`);
    const isSame = (await checksum(dataDir)) === fullBytes;
    print(`marts after one more snapshot: ${isSame ? "same bytes as" : "DIFFERENT from"} the full build`);
    if (!isSame) process.exitCode = 1;
    return {rows: Object.values(group.detail!).reduce((sum, n) => sum + n, 0), full};
  } finally {
    if (options.keep) print(`store kept in ${dataDir}`);
    else if (!options.data) await rm(dataDir, {recursive: true, force: true});
  }
}

const told = ({seconds, cpu, bytes}: Measure) =>
  `${seconds.toFixed(2)} s, ${cpu.toFixed(1)} s of CPU, ${(bytes / 2 ** 30).toFixed(2)} GiB at most`;

/** What builds made and keep. */
async function removeDerived(dataDir: string) {
  for (const name of ["marts", "derived"]) await rm(join(dataDir, name), {recursive: true, force: true});
}

/** Runs one job in a process of its own, so that its peak memory is its own. */
async function measure(job: string, dataDir: string): Promise<Measure> {
  const file = fileURLToPath(import.meta.url);
  const {status, stdout} = spawnSync(
    process.execPath,
    ["--import", "tsx", file, "--measure", job, "--data", dataDir],
    {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"]}
  );
  if (status !== 0) throw new Error(`${job} failed`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Measure;
}

async function measureHere(job: string, dataDir: string): Promise<Measure> {
  const before = process.cpuUsage();
  const measured = job === "group" ? await groupBy(dataDir) : await build(dataDir);
  const {user, system} = process.cpuUsage(before);
  // The operating system's own account of the process, in kilobytes.
  return {...measured, cpu: (user + system) / 1e6, bytes: process.resourceUsage().maxRSS * 1024};
}

async function build(dataDir: string) {
  const began = performance.now();
  await buildMarts(dataDir);
  return {seconds: (performance.now() - began) / 1000};
}

async function groupBy(dataDir: string) {
  const db = await openDatabase();
  await attachSnapshots(db, dataDir);
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const began = performance.now();
    await db.rows(`
      select count(*) as users, max(n) as n
      from (select user_id, count(*) as n from raw.followers group by user_id)`);
    times.push((performance.now() - began) / 1000);
  }
  const detail: Record<string, number> = {};
  for (const table of ["followers", "following", "users", "interactions"]) {
    const [count] = await db.rows<{n: bigint}>(`select count(*) as n from raw.${table}`);
    detail[table] = Number(count!.n);
  }
  await db.close();
  return {seconds: times.sort((a, b) => a - b)[1]!, detail};
}

/** One checksum over all marts, names included. */
async function checksum(dataDir: string): Promise<string> {
  const directory = join(dataDir, "marts");
  const hash = createHash("sha256");
  if (!existsSync(directory)) return "";
  for (const name of (await readdir(directory)).filter((file) => file.endsWith(".parquet")).sort())
    hash.update(name).update(await readFile(join(directory, name)));
  return hash.digest("hex");
}

if (options.measure)
  process.stdout.write(JSON.stringify(await measureHere(options.measure, options.data!)) + "\n");
else if (options.against)
  await compareWith({
    commit: options.against,
    runs: Number(options.runs),
    only: options.only,
    size: sizes[Math.floor(sizes.length / 2)]!,
    print
  });
else await benchSizes();
