// Time and peak memory of a full build by each engine over one synthetic store, and whether the marts are the same.
import {spawn} from "node:child_process";
import {mkdtemp, readFile, readdir, rename, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {settingsForMany, startCluster} from "../spark/cluster.ts";
import {differences} from "../spark/marts.ts";
import {sparkHome, withSpark} from "../spark/home.ts";
import {writeSyntheticStore} from "./synthetic.ts";

interface Options {
  followers: string;
  accounts: string;
  weeks: string;
  interactions?: string;
  master: string;
  only?: string;
  data?: string;
  measure?: string;
}

const program = new Command("bench:spark")
  .option("--followers <n>", "followers of an account; several sizes with commas", "100000,1000000,3000000")
  .option("--accounts <n>", "accounts, each with so many followers", "1")
  .option("--weeks <n>", "weekly lists", "12")
  .option("--interactions <n>", "interactions toward an account (default: one a follower)")
  .option("--master <address>", "of Spark; `cluster` starts a master and two workers here", "local[*]")
  .option("--only <engine>", "only duckdb, or only spark")
  .option("--data <dir>", "where the store is made, of one size; one that is there already is used again")
  .option("--measure <engine>", "used by the program itself: build by this engine, in a process of its own");

const options = program.parse().opts<Options>();
const print = (line: string) => void process.stdout.write(line + "\n");

/** What a build took: seconds on the wall and of CPU, and the most bytes that all its processes held at one time. */
interface Measured {
  seconds: number;
  cpu: number;
  bytes: number;
}

const told = ({seconds, cpu, bytes}: Measured) =>
  `${seconds.toFixed(0)} s, ${cpu.toFixed(0)} s of CPU, ${(bytes / 2 ** 30).toFixed(1)} GiB at most`;

async function bench(followers: number) {
  const dataDir = options.data ?? (await mkdtemp(join(tmpdir(), "followback-bench-")));
  const kept = await mkdtemp(join(tmpdir(), "followback-bench-"));
  try {
    if ((await listSnapshots(dataDir)).length === 0) {
      const began = performance.now();
      await writeSyntheticStore(dataDir, {
        accounts: Number(options.accounts),
        followers,
        weeks: Number(options.weeks),
        interactions: Number(options.interactions ?? followers)
      });
      print(`store written in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    print(
      `${options.accounts} × ${followers} followers, ${options.weeks} weeks: ${await countRows(dataDir)}`
    );
    for (const engine of ["duckdb", "spark"].filter((name) => (options.only ?? name) === name)) {
      for (const name of ["marts", "derived"]) await rm(join(dataDir, name), {recursive: true, force: true});
      print(`${engine}: ${told(await measure(engine, dataDir))}`);
      if (engine === "duckdb") await rename(join(dataDir, "marts"), join(kept, "marts"));
    }
    if (options.only !== undefined) return;
    const apart = await differences(kept, dataDir);
    print(apart.length === 0 ? "the same rows" : `DIFFERENT: ${apart.join("; ")}`);
    if (apart.length > 0) process.exitCode = 1;
  } finally {
    await rm(kept, {recursive: true, force: true});
    if (!options.data) await rm(dataDir, {recursive: true, force: true});
  }
}

const countRows = (dataDir: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const counts = ["followers", "following", "users", "interactions", "polls"].map(async (table) => {
      const [counted] = await db.rows<{n: bigint}>(`select count(*) as n from raw.${table}`);
      return `${counted!.n.toLocaleString("en")} ${table}`;
    });
    return (await Promise.all(counts)).join(", ");
  });

/** Builds in a process of its own, and looks every second at what it and all that it started hold. */
async function measure(engine: string, dataDir: string): Promise<Measured> {
  const began = performance.now();
  const words = [
    "--import",
    "tsx",
    fileURLToPath(import.meta.url),
    "--measure",
    engine,
    "--data",
    dataDir,
    "--master",
    options.master
  ];
  // The shell tells the CPU time of everything that ran in it.
  const shell = '"$0" "$@"; code=$?; times >&2; exit $code';
  const child = spawn("bash", ["-c", shell, process.execPath, ...words], {
    stdio: ["ignore", "ignore", "pipe"],
    env: withSpark(process.env, engine === "spark" ? sparkHome() : null)
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said = (said + data.toString()).slice(-10_000)));
  let bytes = 0;
  let isLooking = false;
  const look = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void heldBy(child.pid!).then((held) => {
      bytes = Math.max(bytes, held);
      isLooking = false;
    });
  }, 1000);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(look);
  const lines = said.trim().split("\n");
  if (code !== 0) throw new Error(`${engine} failed: ${lines.slice(0, -2).join("\n")}`);
  const cpu = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds))
    .reduce((sum, seconds) => sum + seconds, 0);
  return {seconds: (performance.now() - began) / 1000, cpu, bytes};
}

/** Bytes in memory of a process and of all that it started, as Linux tells them; pages that two share count twice. */
async function heldBy(root: number): Promise<number> {
  const processes = new Map<number, {parent: number; bytes: number}>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // After the name, which is in brackets and may hold anything: the state, the parent, …; the 22nd is in pages.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields.length > 21)
      processes.set(Number(name), {parent: Number(fields[1]), bytes: Number(fields[21]) * 4096});
  }
  const isOurs = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return pid === root || (parent !== undefined && parent > 1 && isOurs(parent));
  };
  let bytes = 0;
  for (const [pid, one] of processes) if (isOurs(pid)) bytes += one.bytes;
  return bytes;
}

async function build(engine: string, dataDir: string) {
  if (engine === "duckdb") return void (await buildMarts(dataDir));
  const folder = await mkdtemp(join(tmpdir(), "followback-bench-"));
  process.env.SPARK_CONF_DIR = settingsForMany(join(folder, "conf"));
  const isCluster = options.master === "cluster";
  if (isCluster) process.env.SPARK_LOCAL_IP = "127.0.0.1";
  const cluster = isCluster ? await startCluster(join(folder, "cluster"), "3g") : null;
  try {
    await buildMarts(dataDir, {sparkMaster: cluster?.address ?? options.master});
  } finally {
    cluster?.stop();
    await rm(folder, {recursive: true, force: true});
  }
}

if (options.measure) await build(options.measure, options.data!);
else for (const followers of options.followers.split(",")) await bench(Number(followers));
