import {existsSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import type {Exchange} from "../bluesky/recorded.ts";
import {serveRecorded, type RecordedServer} from "../bluesky/serve-recorded.ts";
import {Vault} from "../rehearsal/vault.ts";
import {run, type Fault} from "./program.ts";
import {recording} from "./servers.ts";
import {later, now, Stores} from "./verbs.ts";

// What Bluesky says of people: how they call themselves and what they write is kept nowhere; their ids and handles stand in
// snapshots alone, and of whom is forgotten nowhere at all.

const root = mkdtempSync(join(tmpdir(), "followback-sky-people-"));
const handle = "the-brand.test";
const {account, looks} = recording;
const others = new Map(Object.entries(looks[0]!.expected.names).filter(([, did]) => did !== account));
const forgotten = "fan9";
/** What may stand nowhere. */
const never = new Vault();
/** Ids and handles of people, and all that was written but for snapshots. */
const people = new Vault();
/** Of whom was forgotten, and all that is there afterwards. */
const erased = new Vault();
const ends: [string, number | null][] = [];
const open: string[] = [];
let server: RecordedServer;
let dir: string;
/** What the folder in which the source works held after it was killed. */
let left: string[];

/** The same answers, with words in them that are met nowhere else. */
function marked(exchanges: readonly Exchange[]): Exchange[] {
  const mark = (key: string, value: unknown) =>
    key === "displayName" && value !== "brand"
      ? `Called Quillfeather ${String(value)}`
      : key === "text"
        ? `Wrote Marmalade ${String(value)}`
        : value;
  return exchanges.map((one) => ({...one, body: JSON.parse(JSON.stringify(one.body), mark) as unknown}));
}

async function step(name: string, argv: string[], at: number, fault: Fault = {}) {
  const env = {FOLLOWBACK_BLUESKY_BASE: server.url};
  const {code, out, err} = await run([...argv, "--data", "data"], {cwd: dir, now: at, env, ...fault});
  ends.push([name, code]);
  for (const vault of [never, people]) {
    vault.keep(`${name}: stdout`, out);
    vault.keep(`${name}: stderr`, err);
    await vault.keepFolder(join(dir, "dist"), `${name}: dist`);
  }
  // What a killed run had read waits as it came, for its owner alone.
  if (code !== null) await never.keepFolder(join(dir, "data"), name);
  for (const folder of ["marts", "derived"]) await people.keepFolder(join(dir, "data", folder), name);
}

afterAll(() => rmSync(root, {recursive: true, force: true}));
beforeAll(async () => {
  never.note("what somebody calls themselves", "Called Quillfeather");
  never.note("what somebody wrote", "Wrote Marmalade");
  for (const [name, did] of others) {
    people.note(`the id of ${name}`, did.slice("did:plc:".length));
    // Pages have addresses of their own that begin with `the-first`.
    if (name !== "first") people.note(`the handle of ${name}`, `the-${name}.test`);
  }
  erased.note("their id", others.get(forgotten)!.slice("did:plc:".length));
  erased.note("their handle", `the-${forgotten}.test`);
  dir = await new Stores(join(root, "stores")).get("full");
  let answers = marked(looks[0]!.exchanges);
  server = await serveRecorded(() => answers, {account, handle});
  try {
    const snapshot = ["snapshot", account, "--network", "bluesky"];
    const work = join(dir, "data/.bluesky");
    await step("killed", snapshot, now, {dieAt: 40});
    left = existsSync(work) ? readdirSync(work) : [];
    for (const name of [".", ...left])
      open.push(
        `${name === "." ? "folder" : "file"} ${(statSync(join(work, name)).mode & 0o777).toString(8)}`
      );
    await step("first", snapshot, now);
    answers = marked(looks[1]!.exchanges);
    await step("second", snapshot, now + 86_400_000);
    await step("build", ["build"], later + 86_400_000);
    await step("report", ["report", "--out", "dist"], later + 86_400_000);
    await step("accounts", ["accounts"], later + 86_400_000);
    await step("stored", ["snapshots", "--format", "json"], later + 86_400_000);
    await step("check", ["check"], later + 86_400_000);
    await step("killed again", snapshot, now + 2 * 86_400_000, {dieAt: 40});
    await step("forget", ["forget", others.get(forgotten)!], later + 2 * 86_400_000);
    await erased.keepFolder(join(dir, "data"), "forgotten");
  } finally {
    await server.close();
  }
});

it("met people whose follows, posts and departures Bluesky shows, and verbs that write of them", () => {
  expect(ends).toEqual([
    ["killed", null],
    ["first", 0],
    ["second", 0],
    ["build", 0],
    ["report", 0],
    ["accounts", 0],
    ["stored", 0],
    ["check", 0],
    ["killed again", null],
    ["forget", 0]
  ]);
  // The search finds what is there: the same words do stand in snapshots, and in the journal of what was killed.
  const sky = new Vault();
  sky.note("an id", [...others.values()][0]!.slice("did:plc:".length));
  return sky.keepFolder(join(dir, "data/snapshots"), "data").then(() => {
    expect(sky.leaks().some((leak) => leak.endsWith("outside_ids.parquet"))).toBe(true);
    for (const kind of [/marts\/|\.parquet$/, /\.html$/])
      expect(
        people.places.some((place) => kind.test(place)),
        String(kind)
      ).toBe(true);
  });
});

it("keeps what is not whole yet for its owner alone", () => {
  expect(left).toEqual([expect.stringMatching(/^\d+\.ndjson$/)]);
  expect(open).toEqual(["folder 700", "file 600"]);
});

it("keeps no name that somebody gives themselves and no word of a post, once a snapshot is whole", () => {
  expect(never.leaks()).toEqual([]);
});

it("shows nobody's id or handle outside the snapshots", () => {
  expect(people.leaks()).toEqual([]);
});

it("leaves nothing of whom is forgotten", () => {
  expect(erased.leaks()).toEqual([]);
});
