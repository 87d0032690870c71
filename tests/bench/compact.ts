// Five years of daily lists of 20,000, stored a folder each and compacted: bytes, and what a build takes of the one and of
// the other, in one run. Says whether the marts are the same bytes.
// 2026-11-28, one run on two cores: 417.2 MB, then 4.1 MB (1/102); a build 32.5 s (51.1 s of CPU), then 16.0 s (23.4 s of
// CPU); compacting 21.1 s, 1.66 GiB. The aims are 1/20 of the bytes and 1/5 of the build. The build misses its own: of
// those 16.0 s 7.2 s judge lists, person by person as before, and 4.7 s estimate survival. Of the rest, reading lists and
// what models make of them, less than a fifth is left. On a crowded machine, where opening files takes longer: 144.0 s,
// then 40.5 s.
import {spawnSync} from "node:child_process";
import {cpSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {compactStore} from "../../src/compact/compact.ts";
import {buildMarts} from "../../src/models/build.ts";
import {martSums} from "../compact/stores.ts";
import {writeDailyStore} from "./daily.ts";

interface Options {
  people: string;
  days: string;
  data?: string;
  measure?: string;
}

/** What one measured job took, process start not counted; memory is the most the process ever held. */
interface Measure {
  seconds: number;
  cpu: number;
  bytes: number;
  /** By model. */
  slowest: string[];
}

const options = new Command("bench:compact")
  .option("--people <n>", "people in each list of followers", "20000")
  .option("--days <n>", "daily lists", "1826")
  .option("--data <dir>", "a store of such lists that is there already: it is read, not changed")
  .option("--measure <job>", "used by the program itself: build or compact, in a process of its own")
  .parse()
  .opts<Options>();
const print = (line: string) => void process.stdout.write(`${line}\n`);

function bytesBelow(folder: string): number {
  return readdirSync(folder, {withFileTypes: true, recursive: true}).reduce(
    (sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum),
    0
  );
}

/** Runs one job in a process of its own, so that its peak memory is its own. */
function measure(job: string, dataDir: string): Measure {
  const file = fileURLToPath(import.meta.url);
  const {status, stdout} = spawnSync(
    process.execPath,
    ["--import", "tsx", file, "--measure", job, "--data", dataDir],
    {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28}
  );
  if (status !== 0) throw new Error(`${job} failed`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Measure;
}

async function measureHere(job: string, dataDir: string): Promise<Measure> {
  const took = new Map<string, number>();
  let step = "opening";
  let last = performance.now();
  const next = (name: string) => {
    const now = performance.now();
    took.set(step, (took.get(step) ?? 0) + now - last);
    [step, last] = [name, now];
  };
  const began = performance.now();
  const spent = process.cpuUsage();
  if (job === "build") await buildMarts(dataDir, {onStep: (_, name) => next(name)});
  else await compactStore(dataDir, {onStep: (name) => next(name.split(" ")[0]!)});
  next("");
  const {user, system} = process.cpuUsage(spent);
  const slowest = [...took]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
  return {
    seconds: (performance.now() - began) / 1000,
    cpu: (user + system) / 1e6,
    bytes: process.resourceUsage().maxRSS * 1024,
    slowest
  };
}

const told = ({seconds, cpu, bytes, slowest}: Measure) =>
  `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU, ${(bytes / 2 ** 30).toFixed(2)} GiB at most (${slowest.join(", ")})`;

async function bench() {
  const dir = mkdtempSync(join(tmpdir(), "followback-bench-compact-"));
  try {
    const plain = options.data ?? join(dir, "plain");
    const packed = join(dir, "packed");
    if (options.data === undefined)
      await writeDailyStore(plain, {people: Number(options.people), days: Number(options.days)});
    cpSync(plain, packed, {recursive: true});
    rmSync(join(packed, "marts"), {recursive: true, force: true});
    const before = measure("build", plain);
    print(`build of a folder a snapshot: ${told(before)}`);
    print(`compacting:                   ${told(measure("compact", packed))}`);
    const after = measure("build", packed);
    print(`build of the compacted store: ${told(after)}`);
    const [old, now] = [plain, packed].map((dataDir) => bytesBelow(join(dataDir, "snapshots"))) as [
      number,
      number
    ];
    const share = (a: number, b: number) => `1/${(a / b).toFixed(1)}`;
    print(
      `bytes of the snapshots:       ${(old / 1e6).toFixed(1)} MB, then ${(now / 1e6).toFixed(1)} MB: ${share(old, now)}`
    );
    print(
      `build:                        ${share(before.seconds, after.seconds)} of the time, ${share(before.cpu, after.cpu)} of the CPU`
    );
    const [ours, theirs] = [await martSums(plain), await martSums(packed)];
    const isSame = Object.keys(ours).every((name) => ours[name] === theirs[name]);
    print(`marts of the compacted store: ${isSame ? "same bytes" : "DIFFERENT"}`);
    if (!isSame) process.exitCode = 1;
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
}

if (options.measure)
  process.stdout.write(JSON.stringify(await measureHere(options.measure, options.data!)) + "\n");
else await bench();
