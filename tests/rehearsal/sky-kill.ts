import {spawn, type ChildProcess} from "node:child_process";
import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {loginPath, writeLogin} from "../../data-loaders/bluesky/login-file.ts";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {startAppview} from "../../data-loaders/demo/sky/server.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {brand, skyDawn, SkyTown} from "./sky-town.ts";

/** How snapshots of Bluesky went that were killed again and again. */
export interface SkyKilling {
  kills: number;
  snapshots: number;
  /** Answers that were given, and of these how many a second time for the same snapshot. */
  answers: number;
  repeated: number;
  wrongs: string[];
}

const program = join(import.meta.dirname, "../../src/followback.js");
const clock = join(import.meta.dirname, "journal-clock.mjs");
const dayMs = 86_400_000;
const token = "the-token-of-the-brand";

/**
 * Takes snapshots of a town in processes of their own, and kills each with SIGKILL some moments after a request drawn at
 * random, until `kills` were killed; then the last one may finish. A snapshot that is stored must have the bytes that it has in
 * a folder where nobody was killed, but for when a refusal came, and the next day begins. `isBrand`: logged in as the brand.
 */
export async function killSky(seed: number, kills: number, isBrand = false): Promise<SkyKilling> {
  const random = createRandom(seed);
  const town = new SkyTown();
  const wrongs: string[] = [];
  const answered = new Map<string, number>();
  const sums = {answers: 0, repeated: 0};
  let onRequest = () => {};
  let isCounted = true;
  const appview = await startAppview(town.repositories, {
    viewerOf: (authorization) => (authorization === `Bearer ${token}` ? brand : null),
    onRequest: () => onRequest(),
    onAnswer({method, query}, status) {
      // Refusals are not kept, and whose account it is is asked by every run.
      const key = `${method}?${query}`;
      if (!isCounted || status !== 200 || method === "app.bsky.actor.getProfile") return;
      answered.set(key, (answered.get(key) ?? 0) + 1);
    }
  });
  const root = await mkdtemp(join(tmpdir(), "followback-sky-kill-"));
  const [whole, killed] = [join(root, "whole"), join(root, "killed")];
  const credentials = join(root, "credentials.json");
  if (isBrand)
    await writeLogin(loginPath({FOLLOWBACK_CREDENTIALS: credentials}), {
      did: brand,
      handle: "brand.test",
      pds: appview.url,
      accessToken: token,
      refreshToken: token,
      since: new Date(skyDawn)
    });
  let day = 0;
  const settle = () => {
    for (const times of answered.values()) {
      sums.answers += times;
      sums.repeated += times - 1;
    }
    answered.clear();
  };
  const run = (dataDir: string, started: (child: ChildProcess) => void = () => {}) =>
    runOnce({base: appview.url, dataDir, start: skyDawn + day * dayMs, credentials}, started);
  /** Takes the day's snapshot where nobody is killed, and returns how many requests that took. */
  const takeWhole = async () => {
    let asked = 0;
    onRequest = () => void asked++;
    isCounted = false;
    const end = await run(whole);
    isCounted = true;
    if (end !== "done") wrongs.push(`a run that nobody killed ended with: ${end}`);
    return asked;
  };
  try {
    let requests = await takeWhole();
    let count = 0;
    for (let isLast = false; !isLast;) {
      isLast = count >= kills;
      const nth = Math.floor(random.between(0, requests * 1.05));
      // Mostly at once; up to what storing takes.
      const ms = random.chance(0.7) ? random.between(0, 4) : random.between(0, 400);
      const end = await run(killed, (child) => {
        let asked = 0;
        const isTime = () => !isLast && asked === nth && setTimeout(() => child.kill("SIGKILL"), ms);
        isTime();
        onRequest = () => {
          asked += 1;
          isTime();
        };
      });
      if (end === "killed") count += 1;
      else if (end !== "done") wrongs.push(`a run ended with: ${end}`);
      const stored = await tablesOf(killed);
      const expected = await tablesOf(whole);
      for (const [id, tables] of Object.entries(stored))
        if (tables !== expected[id]) wrongs.push(`${id} is not what it is where nobody was killed`);
      if (Object.keys(stored).length < day) wrongs.push(`a snapshot was lost before day ${day}`);
      if (Object.keys(stored).length <= day) {
        if (isLast) wrongs.push("the last run stored nothing");
        continue;
      }
      settle();
      if (end === "done") {
        const left = await readdir(join(killed, ".bluesky")).catch(() => []);
        if (left.length > 0) wrongs.push(`a finished run left ${left.join(", ")}`);
      }
      day += 1;
      if (isLast) break;
      town.grow(day % 30);
      requests = await takeWhole();
    }
    const told = appview.requests["app.bsky.notification.listNotifications"] ?? 0;
    if (isBrand !== told > 0) wrongs.push(`notifications were asked for ${told} times`);
    return {kills: count, snapshots: day, ...sums, wrongs};
  } finally {
    await appview.close();
    await rm(root, {recursive: true, force: true});
  }
}

/** When a refusal came is not kept: it is asked for again, and later. */
const late = {users: "status_at", lists: "finished_at"} as const;

/** What each snapshot of a store holds: sizes and checksums by table, and of two tables the rows but for one time. */
async function tablesOf(dataDir: string): Promise<Record<string, string>> {
  const ids = await listSnapshots(dataDir);
  if (ids.length === 0) return {};
  const rows = await withDatabase(
    async (db) => {
      await attachSnapshots(db, dataDir);
      const of = async (table: keyof typeof late) =>
        db.rows<{id: string; text: string}>(`
          select snapshot_id as id, cast(list(r order by cast(r as varchar)) as varchar) as text
          from (select snapshot_id, t as r from (select * exclude (${late[table]}) from raw.${table}) t)
          group by snapshot_id`);
      return [...(await of("users")), ...(await of("lists"))];
    },
    {threads: 1}
  );
  const all = await Promise.all(
    ids.map(async (id) => {
      const {tables} = await readManifest(dataDir, id);
      const others = Object.entries(tables).filter(([name]) => !(name in late));
      const texts = rows.filter((row) => row.id === id).map(({text}) => text);
      return [id, JSON.stringify([others, texts])] as const;
    })
  );
  return Object.fromEntries(all);
}

/** Runs `followback snapshot` as a user would, but for the clock. */
function runOnce(
  {base, dataDir, start, credentials}: {base: string; dataDir: string; start: number; credentials: string},
  started: (child: ChildProcess) => void
) {
  return new Promise<string>((resolve) => {
    const argv = ["snapshot", brand, "--network", "bluesky", "--data", dataDir];
    const child = spawn(process.execPath, ["--import", clock, program, ...argv], {
      env: {
        ...process.env,
        FOLLOWBACK_BLUESKY_BASE: base,
        FOLLOWBACK_CREDENTIALS: credentials,
        CLOCK_START: String(start),
        CLOCK_JOURNALS: join(dataDir, ".bluesky")
      },
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
