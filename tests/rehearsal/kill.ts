import {spawn, type ChildProcess} from "node:child_process";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {startLocalX} from "../../data-loaders/demo/server/server.ts";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, listSnapshots, type Manifest} from "../../src/snapshots/store.ts";
import {account, people, TinyX, tokens} from "../x-api/tiny.ts";

/** How a snapshot went that was killed several times. */
export interface Killing {
  kills: number;
  /** Pages of lists that the server was asked for, and of these how many it had served before. */
  pages: number;
  repeated: number;
  meter: number;
  told: number;
  wrongs: string[];
}

const program = join(import.meta.dirname, "../../src/followback.js");

/**
 * Takes snapshots of a town of many pages in processes of their own, and kills each with SIGKILL some moments after a
 * request drawn at random, until `kills` were killed; a last one may finish. It is the same on a slow machine as on a
 * fast one.
 * It is all within one UTC day, or it is done once more.
 */
export async function kill(seed: number, kills: number): Promise<Killing> {
  for (;;) {
    const day = new Date().toISOString().slice(0, 10);
    const killing = await killOnce(seed, kills);
    if (new Date().toISOString().slice(0, 10) === day) return killing;
  }
}

async function killOnce(seed: number, kills: number): Promise<Killing> {
  const random = createRandom(seed);
  const town = new TinyX();
  town.following = people(12_000, 2_000_000);
  town.followers = people(31_000);
  const served = new Map<string, number>();
  let onRequest = () => {};
  const x = await startLocalX(town, {
    tokens,
    onRequest({endpoint, query}) {
      onRequest();
      if (!/follow(ers|ing)$/.test(endpoint)) return;
      const page = `${endpoint} ${query.get("pagination_token") ?? "top"}`;
      served.set(page, (served.get(page) ?? 0) + 1);
    }
  });
  const dataDir = await mkdtemp(join(tmpdir(), "followback-kill-"));
  const wrongs: string[] = [];
  const sums = {pages: 0, repeated: 0};
  /** One page at each kill may have been on its way: X serves it again, and bills nothing. */
  const settle = () => {
    for (const times of served.values()) sums.repeated += times - 1;
    sums.pages += served.size;
    served.clear();
  };
  const stored = new Set<string>();
  try {
    /** Kills the run `ms` after its request number `nth`; 0: after its start. Without them it may finish. */
    const run = (nth: number | null, ms = 0) =>
      runOnce(x.url, dataDir, (child) => {
        let asked = 0;
        const isTime = () => asked === nth && setTimeout(() => child.kill("SIGKILL"), ms);
        isTime();
        onRequest = () => {
          asked += 1;
          isTime();
        };
      });
    let killed = 0;
    while (killed < kills) {
      // Some more requests than a whole snapshot makes, and up to what storing one takes.
      if ((await run(Math.floor(random.between(0, 50)), random.between(0, 600))) === "killed") killed += 1;
      const ids = await listSnapshots(dataDir);
      // A snapshot that is stored is followed by another, which asks for everything once more.
      if (ids.length > stored.size) settle();
      for (const id of stored) if (!ids.includes(id)) wrongs.push(`the snapshot ${id} was lost`);
      for (const id of ids) stored.add(id);
      wrongs.push(...(await findHalves(dataDir)));
    }
    const last = await run(null);
    settle();
    if (last !== "done") wrongs.push(`the last run ended with: ${last}`);
    wrongs.push(...(await findHalves(dataDir)));
    return {
      kills: killed,
      ...sums,
      meter: x.meter.microDollars,
      told: await told(dataDir),
      wrongs
    };
  } finally {
    await x.close();
    await rm(dataDir, {recursive: true, force: true});
  }
}

/** Runs `followback snapshot` as a user would. */
function runOnce(base: string, dataDir: string, started: (child: ChildProcess) => void) {
  return new Promise<string>((resolve) => {
    const child = spawn(process.execPath, [program, "snapshot", account, "--data", dataDir], {
      env: {...process.env, FOLLOWBACK_X_BASE: base, X_USER_TOKEN: tokens.user},
      stdio: ["ignore", "ignore", "pipe"]
    });
    let said = "";
    child.stderr.on("data", (chunk) => (said += String(chunk)));
    started(child);
    child.on("close", (code, signal) => {
      resolve(signal === "SIGKILL" ? "killed" : code === 0 ? "done" : said.trim());
    });
  });
}

/** What no reader may ever see: a stored list that is not the whole one. */
async function findHalves(dataDir: string): Promise<string[]> {
  const rows = await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return db.rows<{id: string; list: string; ended: boolean; rows: bigint; stored: bigint}>(`
      select l.snapshot_id as id, l.list, l.ended, l.rows, r.stored
      from raw.lists l
      left join (
        select snapshot_id, 'followers' as list, count(*) as stored from raw.followers group by snapshot_id
        union all select snapshot_id, 'following', count(*) from raw.following group by snapshot_id
      ) r on r.snapshot_id = l.snapshot_id and r.list = l.list`);
  });
  return rows
    .filter(
      ({list, ended, rows, stored}) =>
        !ended || rows !== stored || rows !== (list === "followers" ? 31_000n : 12_000n)
    )
    .map(({id, list, stored}) => `${id}: ${list} is stored with ${stored} rows`);
}

async function told(dataDir: string): Promise<number> {
  const root = join(dataDir, "snapshots");
  let sum = 0;
  for (const name of await readdir(root)) {
    if (name.startsWith(".")) continue;
    const {requests = []} = JSON.parse(await readFile(join(root, name, "snapshot.json"), "utf8")) as Manifest;
    for (const {dollars} of requests) sum += Math.round(dollars * 1e6);
  }
  return sum;
}
