import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {logIn} from "../../data-loaders/bluesky/log-in.ts";
import {loginPath} from "../../data-loaders/bluesky/login-file.ts";
import {Session} from "../../data-loaders/bluesky/session.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {settleFacts} from "../../src/plan/facts.ts";
import {freeRows} from "../../src/plan/free.ts";
import {hear} from "../commands/hear.ts";
import {PretendedBluesky, world} from "./pretend.ts";
import {stoppedClock} from "./stopped-clock.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-test-"));
  vi.stubEnv("FOLLOWBACK_BLUESKY_PLC", "https://plc.test");
  vi.stubEnv("FOLLOWBACK_BLUESKY_BASE", "https://public.test");
  vi.stubEnv("FOLLOWBACK_CREDENTIALS", join(dir, "credentials.json"));
  vi.stubEnv("FOLLOWBACK_DATA", join(dir, "data"));
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  await rm(dir, {recursive: true, force: true});
});

describe("a plan for Bluesky", () => {
  // 50 + 50 pages; 10,000 people, thirty a request and twenty-five a request; three looks at the account itself.
  const asked = [
    "plan",
    "name.bsky.social",
    "--network",
    "bluesky",
    "--followers",
    "5000",
    "--following",
    "5000"
  ];

  it("says the requests of a first snapshot, each kind on a line of its own, and that it costs nothing", async () => {
    const {out, code} = await hear([...asked, "--posts", "1"]);
    expect(code).toBe(0);
    expect(out).toMatch(/5,000 followers and 5,000 accounts followed, free of charge/);
    for (const line of [
      /^lists and relationships +434 +100$/m,
      /^records sampled +1,000 +1,000$/m,
      /^profiles +403 +403$/m,
      // The feed and its end, then four requests of each of 30 posts.
      /^interactions +122 +122$/m,
      // As many as are ever read; without a login there are none.
      /^notifications +0 +100$/m,
      /^total +1,959 +1,725$/m,
      // 1,959 / 5 / 60 and 1,725 / 5 / 60: 6.53 and 5.75.
      /^minutes +6\.5 +5\.8$/m,
      /^5 requests a second/m
    ])
      expect(out).toMatch(line);
  });

  it("says the same as CSV and as JSON", async () => {
    expect((await hear([...asked, "--format", "csv"])).out).toContain("\nlists and relationships,434,100\n");
    expect(JSON.parse((await hear([...asked, "--format", "json"])).out)).toMatchObject({
      requests: expect.arrayContaining([{what: "lists and relationships", open: 434, loggedIn: 100}]),
      dollars: 0
    });
  });

  it("refuses what only X has", async () => {
    expect((await hear([...asked, "--budget", "70"])).err).toMatch(/--budget: of X alone/);
  });

  it.each([false, true])("is not exceeded by the snapshot; logged in: %s", async (isLoggedIn) => {
    const sky = new PretendedBluesky();
    sky.people = world(130, 110);
    const options = {fetch: sky.fetch, clock: stoppedClock()};
    const login =
      isLoggedIn &&
      (await logIn({account: "the-brand.test", password: sky.password, file: loginPath(), ...options}));
    const session = login ? new Session(loginPath(), login, options) : null;
    sky.asked.length = 0;
    const client = new BlueskyClient({...options, session});
    await takeSnapshot({dataDir: dir, account: sky.brand, client});
    const {facts} = settleFacts({followers: 130, following: 110, posts: 0});
    const rows = freeRows(facts);
    const planned = (what: string) =>
      rows.find((row) => row.what === what)![isLoggedIn ? "loggedIn" : "open"];
    const sent = (...methods: string[]) => methods.reduce((sum, method) => sum + sky.count(method), 0);
    // 2 + 2 pages, and 240 people thirty a request.
    expect(sent("getFollowers", "getFollows", "getRelationships")).toBe(isLoggedIn ? 4 : 4 + 8);
    expect(planned("lists and relationships")).toBe(isLoggedIn ? 4 : 4 + 8);
    expect(sent("getRecord")).toBe(planned("records sampled"));
    expect(sent("listNotifications")).toBeLessThanOrEqual(planned("notifications"));
    expect(sent("listNotifications")).toBe(isLoggedIn ? 1 : 0);
    expect(sent("getProfile", "getProfiles")).toBeLessThanOrEqual(planned("profiles"));
    expect(sky.asked.length).toBeLessThanOrEqual(planned("total"));
  });
});
