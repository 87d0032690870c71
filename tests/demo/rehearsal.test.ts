import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {readFaults} from "../../data-loaders/demo/server/faults.ts";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {countBill, formatWatched} from "../../data-loaders/demo/watched.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-rehearsal-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dataDir, {recursive: true, force: true});
});

/** The storm without what only real time ends. */
const storm = readFaults("storm").filter((rule) => rule.do.kind !== "silence" && rule.do.kind !== "slow");

async function watchStorm(dataDir: string, seed: number) {
  return watchWorld(dataDir, new World("typical", 11), {weeks: 1, faultScenario: {rules: storm, seed}});
}

it("watches a week through a storm: some faults a snapshot, the same by the same seed", async () => {
  const watched = await watchStorm(join(dataDir, "one"), 5);
  const sent = Object.values(watched.requests).reduce((sum, {requests}) => sum + requests, 0);
  // Two to six faults in twenty to sixty requests; a few faults do not fit what they meet.
  expect(watched.played.length / sent).toBeGreaterThan(0.05);
  expect(watched.played.length / sent).toBeLessThan(0.16);
  expect(watched.lists).toBeGreaterThan(10);
  expect((await listSnapshots(join(dataDir, "one"))).length).toBeGreaterThanOrEqual(8 - watched.missed);
  const again = await watchStorm(join(dataDir, "two"), 5);
  expect(again.played).toEqual(watched.played);
  expect(again.requests).toEqual(watched.requests);
  expect(again.meter.microDollars).toBe(watched.meter.microDollars);
});

it("passes the days on which there are no credits, and leaves no login behind", async () => {
  vi.stubEnv("TMPDIR", await mkdtemp(join(tmpdir(), "followback-rehearsal-tmp-")));
  const watched = await watchWorld(dataDir, new World("typical", 11), {
    weeks: 1,
    faultScenario: {rules: [{from: "2d", to: "5d", do: {kind: "credits"}}], seed: 1}
  });
  expect(watched.missed).toBe(3);
  expect(await listSnapshots(dataDir)).toHaveLength(5);
  expect(watched.partial).toBe(0);
  // Nothing was lost on its way and nothing billed twice, so both counts agree to the cent.
  const {dollars} = await countBill(dataDir);
  expect(Math.round(dollars * 1e6)).toBe(watched.meter.microDollars);
  expect(await readdir(tmpdir())).toEqual([]);
  await rm(tmpdir(), {recursive: true});
});

it("tells a watch in one line", () => {
  const watched = {
    requests: {"/2/users": {requests: 1200, resources: 1}, "/2/users/me": {requests: 34, resources: 1}},
    meter: {microDollars: 1_234_567, byEndpoint: {}},
    played: [
      {nth: 0, endpoint: "/2/users", kind: "reset" as const},
      {nth: 0, endpoint: "/2/oauth2/token", kind: "reset" as const}
    ],
    lists: 1414,
    partial: 3,
    missed: 1
  };
  expect(formatWatched(watched, {dollars: 1.2, atMost: 1.5})).toBe(
    "1 of 1,234 requests met a fault; 3 of 1,414 lists came out partial, 1 day was missed; " +
      "X billed $1.23, we counted $1.20, at most $1.50 with answers that never came whole"
  );
  const well = {...watched, partial: 0, missed: 0};
  expect(formatWatched(well, {dollars: 1.234567, atMost: 1.234567})).toBe(
    "1 of 1,234 requests met a fault; all 1,414 lists came out whole, no day was missed; " +
      "X billed $1.23, and we counted the same"
  );
});
