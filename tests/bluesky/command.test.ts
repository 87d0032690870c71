import {existsSync, readFileSync} from "node:fs";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import {listSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {hear} from "../commands/hear.ts";
import type {Exchange, Recording} from "./recorded.ts";
import {serveRecorded, type RecordedServer} from "./serve-recorded.ts";
import {storedRows} from "../stored.ts";

const file = new URL("fixtures/snapshots.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
const {account} = recording;
const own = insideOf(account);
const handle = "the-brand.test";

/** Nothing is waited for. */
vi.mock("../../src/networks/bluesky.ts", async (load) => ({
  ...(await load<object>()),
  blueskyRequestsASecond: 10_000
}));

let server: RecordedServer;
let dataDir: string;
/** What is answered. */
let answers: Exchange[];
beforeEach(async () => {
  answers = recording.looks[0]!.exchanges;
  server = await serveRecorded(() => answers, {account, handle});
  dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
  vi.stubEnv("FOLLOWBACK_BLUESKY_BASE", server.url);
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  await server.close();
  await rm(dataDir, {recursive: true, force: true});
});

const run = (...argv: string[]) => hear([...argv, "--data", dataDir]);
const snapshot = (...argv: string[]) => run("snapshot", ...argv);

describe("followback snapshot --network bluesky", () => {
  it("takes a snapshot of a handle without a login, and tracks the account by its DID", async () => {
    const {code, out, err} = await snapshot(handle, "--network", "bluesky");
    expect(err).toMatch(
      /following: \d+ follows, complete\nfollowers: \d+ follows, complete\n\d+ requests, free of charge\n$/
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^\d{8}T\d{6}Z-bluesky-[0-9a-f]{8}\n$/);
    expect((await readSettings(dataDir)).accounts).toEqual([
      {id: own, name: handle, network: "bluesky", outside_id: account}
    ]);
    expect((await run("accounts")).out).toBe(`tracked\t${own}\t${handle}\tBluesky\n`);
  });

  it("takes what is tracked by default, by handle and by DID, on the network where it is", async () => {
    await snapshot(account, "--network", "bluesky");
    answers = recording.looks[1]!.exchanges;
    for (const named of [[], [`@${handle}`], [account], [own]]) {
      const {code, err} = await snapshot(...named);
      expect(err).toMatch(/followers: \d+ follows, 4 more hidden, complete\n/);
      expect(code).toBe(0);
    }
  });

  it("is tracked again on Bluesky, by its DID, once it was not tracked any more", async () => {
    await snapshot(handle, "--network", "bluesky");
    await run("accounts", "remove", handle);
    expect((await run("accounts", "add", own, "--name", handle)).code).toBe(0);
    expect((await readSettings(dataDir)).accounts).toEqual([
      {id: own, name: handle, network: "bluesky", outside_id: account}
    ]);
    answers = recording.looks[1]!.exchanges;
    expect((await snapshot()).err).toMatch(/followers: \d+ follows, 4 more hidden, complete\n/);
  });

  it.each([
    [
      "a handle that nobody has",
      ["no-one.test", "--network", "bluesky"],
      /Bluesky does not show it .*check the handle/
    ],
    ["what is no handle", ["brand", "--network", "bluesky"], /not a name on Bluesky: give the whole handle/],
    ["flags of X", [handle, "--network", "bluesky", "--max-cost", "2"], /--max-cost: of X alone/]
  ])("refuses %s, and stores nothing", async (_, argv, message) => {
    const {code, err} = await snapshot(...argv);
    expect(err).toMatch(message);
    expect(code).toBe(1);
    expect(existsSync(join(dataDir, "snapshots"))).toBe(false);
  });

  it("refuses a network on which a tracked account is not", async () => {
    await snapshot(handle, "--network", "bluesky");
    const {code, err} = await snapshot(handle, "--network", "x");
    expect(err).toMatch(/the-brand\.test: tracked on Bluesky: leave out --network/);
    expect(code).toBe(1);
  });

  it("refuses an account whose number a tracked account of another network has", async () => {
    await trackAccount(dataDir, {id: own, name: "other"});
    const {code, err} = await snapshot(handle, "--network", "bluesky");
    expect(err).toContain(
      `account ${handle}: other on X has the same number: track it in another data folder`
    );
    expect(code).toBe(1);
    expect((await readSettings(dataDir)).accounts).toEqual([{id: own, name: "other"}]);
  });

  it("says where a handle may be that is no name on X", async () => {
    vi.stubEnv("X_BEARER_TOKEN", "SECRET");
    const {err} = await snapshot(handle);
    expect(err).toContain(
      "the-brand.test: not a name on X (letters, digits and _ only): give the account's id or @username, or add --network bluesky"
    );
  });
});

describe("what else knows of a snapshot of Bluesky", () => {
  const find = (sql: string) => storedRows(dataDir, sql);

  it("check finds nothing wrong with it, and finds two texts of one number", async () => {
    await snapshot(handle, "--network", "bluesky");
    const {code, out} = await run("check");
    expect(out).toMatch(/ok \d+ ids that are texts\n/);
    expect(code).toBe(0);
    await writeSnapshot(dataDir, {source: "bluesky", takenAt: new Date(), key: "twin"}, async (writer) => {
      const row = {account_id: own, id: own, owner_id: own, text: `did:plc:${"z".repeat(24)}`};
      await writer.append("outside_ids", row);
      return {accounts: [own]};
    });
    expect((await run("check")).out).toMatch(/failed \d+ ids that are texts: 1 of them share their number/);
  });

  it("forget erases somebody by handle, the text of their id and their acts included", async () => {
    await snapshot(handle, "--network", "bluesky");
    const did = recording.looks[0]!.expected.names.fan1!;
    const {code, err} = await run("forget", "@the-fan1.test");
    expect(err).toContain("nothing is left");
    expect(code).toBe(0);
    const id = insideOf(did);
    expect(
      await find(`
        select 1 from raw.relationships where user_id = ${id}
        union all select 1 from raw.outside_ids where owner_id = ${id} or contains(text, '${did}')
        union all select 1 from raw.interactions where actor_id = ${id}`)
    ).toEqual([]);
    expect(await find("select 1 from raw.relationships limit 1")).toHaveLength(1);
    expect((await run("forget", did)).err).toMatch(/not in any snapshot, so there is nothing to forget/);
  });

  it("report makes its pages, which name its network, and query reads its marts", async () => {
    await snapshot(handle, "--network", "bluesky");
    const {code, err} = await run("report", "--out", join(dataDir, "pages"));
    expect(err).toMatch(/report: 12 pages in /);
    expect(code).toBe(0);
    const page = await readFile(join(dataDir, "pages", "the-brand-test", "index.html"), "utf8");
    expect(page).toContain("the-brand.test on Bluesky");
    // The route of six is not known: any of them may have come by followback.
    expect(page).toMatch(/<h1[^>]*>No one who follows now is known to have come by followback</);
    const {out} = await run("query", "select count(*) as people from present_routes", "--format", "csv");
    const {followers} = recording.looks[0]!.expected;
    // One of the twins was lost.
    const there = Object.values(followers).filter((one) => one === "there").length - 1;
    expect(out).toBe(`people\n${there}\n`);
  });

  it("snapshots remove takes it back", async () => {
    await snapshot(handle, "--network", "bluesky");
    const [id] = await listSnapshots(dataDir);
    const {code, err} = await run("snapshots", "remove", id!);
    expect(err).not.toContain("what X billed");
    expect(code).toBe(0);
    expect(await listSnapshots(dataDir)).toEqual([]);
  });
});
