import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {findAccount, takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {startAppview} from "../../data-loaders/demo/sky/server.ts";
import {blueskyPlanOf, minutesOfRequests, requestsOf, type BlueskyLine} from "../../src/plan/bluesky.ts";
import {settleFacts} from "../../src/plan/facts.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {brand, handle, smallSky} from "../bluesky/small-sky.ts";
import {stoppedClock} from "../bluesky/stopped-clock.ts";
import {hear} from "../commands/hear.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-plan-"));
});
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const plan = (...argv: string[]) => hear(["plan", ...argv, "--data", dataDir]);
const named = (lines: readonly BlueskyLine[], name: string) => requestsOf(lines, name);

describe("followback plan --network bluesky", () => {
  it("says for 5,000 followers and as many followed 434 requests, and 100 logged in", async () => {
    // Two lists of 50 pages; ten thousand people by thirty, rounded up.
    const {code, out} = await plan("--network", "bluesky", "--followers", "5000", "--following", "5000");
    expect(code).toBe(0);
    expect(out).toContain(
      "5,000 followers and 5,000 accounts followed: lists and relationships take 434 requests without a login, and 100 logged in. It is free of charge."
    );
    expect(out).toMatch(/pages of both lists +100 +100 +100 +100\n/);
    expect(out).toMatch(/relationships of people +334 +0 /);
    expect(out).toMatch(/records sampled for their time +1,000 /);
    expect(out).toMatch(/creations of accounts \(lists say them\) +0 /);
    expect(out).toMatch(/profiles of new people, and its own +403 /);
    expect(out).toMatch(/replies, quotes, reposts and likes +124 /);
  });

  it("sums its lines up, and reckons minutes at five requests a second", async () => {
    const {facts} = settleFacts({followers: 5000, following: 5000});
    const {first} = blueskyPlanOf(facts);
    // 100 + 334 + 1000 + 403 + 1 + 9 + 124, by hand.
    expect(requestsOf(first.public)).toBe(1971);
    expect(minutesOfRequests(1500)).toBe(5);
    const sizes = ["--followers", "5000", "--following", "5000"];
    const {out} = await plan("--network", "bluesky", ...sizes, "--format", "json");
    const {rows} = JSON.parse(out) as {
      rows: {snapshot: string; login: boolean; requests: number}[];
    };
    const total = rows
      .filter(({snapshot, login}) => snapshot === "first" && !login)
      .reduce((sum, {requests}) => sum + requests, 0);
    expect(total).toBe(1971);
  });

  it("takes a tracked account for what it is, and refuses what is of X alone", async () => {
    await trackAccount(dataDir, {id: "12345", name: handle, network: "bluesky", outsideId: brand});
    expect((await plan(handle, "--followers", "100")).out).toMatch(/^Bluesky, 100 followers /);
    const other = await plan(handle, "--network", "x");
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining("brand.test: tracked on Bluesky: leave out --network")
    ]);
    const paid = await plan(handle, "--budget", "20");
    expect([paid.code, paid.err]).toEqual([
      1,
      expect.stringContaining("--budget: of X alone: leave it out, because Bluesky costs nothing")
    ]);
  });
});

describe("a snapshot of Bluesky", () => {
  it("asks what the plan says for lists and relationships, and no more in all", async () => {
    const clock = stoppedClock();
    const {repositories} = smallSky(clock.now(), {followers: 250, following: 120});
    const appview = await startAppview(repositories, {clock});
    try {
      const client = new BlueskyClient({base: appview.url, clock});
      await findAccount(client, handle);
      await takeSnapshot({dataDir, account: brand, client});
    } finally {
      await appview.close();
    }
    const {first} = blueskyPlanOf(settleFacts({followers: 250, following: 120, posts: 0.1}).facts);
    const asked = (...methods: string[]) =>
      Object.entries(appview.requests)
        .filter(([method]) => methods.length === 0 || methods.some((one) => method.endsWith(one)))
        .reduce((sum, [, requests]) => sum + requests, 0);
    expect(asked("getFollowers", "getFollows")).toBe(named(first.public, "lists"));
    expect(asked("getRelationships")).toBe(named(first.public, "relationships"));
    expect(asked("getRecord")).toBe(named(first.public, "records"));
    expect(asked("getProfiles", "getProfile")).toBe(named(first.public, "profiles"));
    expect(asked()).toBeLessThanOrEqual(requestsOf(first.public));
  });
});
