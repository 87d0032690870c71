import {spawn, type ChildProcess} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdtemp, readdir, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {startAppview, type LocalAppview} from "../../data-loaders/demo/sky/server.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import {brand, skyDawn, SkyTown} from "./sky-town.ts";
import {Vault} from "./vault.ts";

const program = join(import.meta.dirname, "../../src/followback.js");
const clock = join(import.meta.dirname, "journal-clock.mjs");
const vault = new Vault();
/** Tokens of X that lie in the environment of whoever also reads Bluesky. */
const tokens = {
  X_BEARER_TOKEN: "AAAAAAAAAAAAAAAAAAAAAbearerOfX%2Fsecret%3Dtoken",
  X_USER_TOKEN: "userTokenOfX-4711-aZbYcXdWeVfU",
  X_CLIENT_SECRET: "clientSecretOfX-0815-qWeRtZuIoP"
};
for (const [name, token] of Object.entries(tokens)) vault.note(name, token);

let root: string;
let data: string;
let appview: LocalAppview;
const town = new SkyTown();
/** What Bluesky was sent to prove who asks. */
const sent = new Set<string | null>();
const runs = new Map<string, {code: number | null; said: string}>();
const modes: string[] = [];

async function run(name: string, argv: string[], started: (child: ChildProcess) => void = () => {}) {
  const child = spawn(process.execPath, ["--import", clock, program, ...argv, "--data", data], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: root,
      FOLLOWBACK_CREDENTIALS: join(root, "login.json"),
      FOLLOWBACK_BLUESKY_BASE: appview.url,
      CLOCK_START: String(skyDawn),
      CLOCK_JOURNALS: join(data, ".bluesky"),
      ...tokens
    }
  });
  started(child);
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  runs.set(name, {code, said});
  vault.keep(`${name}: said`, said);
  await vault.keepFolder(data, name);
  const work = join(data, ".bluesky");
  if (!existsSync(work)) return;
  for (const file of [".", ...(await readdir(work))])
    modes.push(
      `${file === "." ? "folder" : "file"} ${((await stat(join(work, file))).mode & 0o777).toString(8)}`
    );
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "followback-sky-people-"));
  data = join(root, "data");
  let onRequest = () => {};
  appview = await startAppview(town.repositories, {
    onRequest: () => onRequest(),
    viewerOf: (authorization) => {
      sent.add(authorization);
      return null;
    }
  });
  const snapshot = ["snapshot", brand, "--network", "bluesky"];
  await run("killed", snapshot, (child) => {
    let asked = 0;
    onRequest = () => {
      if (++asked === 60) child.kill("SIGKILL");
    };
  });
  onRequest = () => {};
  await run("continued", snapshot);
  await run("build", ["build"]);
  await run("report", ["report", "--out", join(root, "dist")]);
  await run("check", ["check"]);
  await run("accounts", ["accounts"]);
  await run("snapshots", ["snapshots"]);
});
afterAll(async () => {
  await appview?.close();
  await rm(root, {recursive: true, force: true});
});

it("met what it was to meet", async () => {
  expect(runs.get("killed")!.code).toBeNull();
  for (const name of ["continued", "build", "check", "accounts", "snapshots"])
    expect([name, runs.get(name)!.code]).toEqual([name, 0]);
  expect(runs.get("continued")!.said).toContain("continuing the snapshot begun at");
  expect(await listSnapshots(data)).toHaveLength(1);
});

it("sent Bluesky nothing that proves who asks, and wrote no token of X anywhere", () => {
  expect([...sent]).toEqual([null]);
  for (const kind of [/\.bluesky\/\d+\.ndjson$/, /snapshot\.json$/, /values of .*users\.parquet$/, /marts\//])
    expect(vault.places.some((place) => kind.test(place))).toBe(true);
  expect(vault.leaks()).toEqual([]);
});

it("keeps what is not whole yet for its owner alone, and nothing of it in the end", async () => {
  expect(new Set(modes)).toEqual(new Set(["folder 700", "file 600"]));
  expect(await readdir(join(data, ".bluesky"))).toEqual([]);
});

it("names nobody but the account in what it says, nor on a page", async () => {
  const accounts = [...town.repositories.accounts.values()].filter(({did}) => did !== brand);
  const names = accounts.flatMap(({did, handle}) => [did, handle, insideOf(did)]);
  const texts = [...runs].map(([name, {said}]) => [name, said] as const);
  const dist = join(root, "dist");
  const entries = await readdir(dist, {recursive: true, withFileTypes: true}).catch(() => []);
  for (const entry of entries.filter((one) => one.isFile()))
    texts.push([entry.name, await readFile(join(entry.parentPath, entry.name), "latin1")]);
  const found = texts.flatMap(([where, text]) =>
    names.filter((name) => text.includes(name)).map((name) => `${name} in ${where}`)
  );
  expect(found).toEqual([]);
});
