import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import type {Watched} from "../../data-loaders/demo/watched.ts";
import {World} from "../../data-loaders/demo/world.ts";
import {measureFacts, settleFacts, type Facts} from "../../data-loaders/x-api/plan-facts.ts";
import {planOf, type Line} from "../../data-loaders/x-api/plan.ts";
import {strategyOf} from "../../data-loaders/x-api/strategies.ts";

// Six weeks of the demo's brand: 7 full walks and 36 heads.
const weeks = 6;
let dataDir: string;
let watched: Watched;
let facts: Facts;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "plan-bill-"));
  const world = new World("default", 3);
  watched = await watchWorld(dataDir, world, {weeks});
  ({facts} = settleFacts({}, await measureFacts(dataDir, world.brand.id)));
}, 120_000);
afterAll(() => rm(dataDir, {recursive: true, force: true}));

/** A watch of 42 days saw posts at the ages of 1, 3, 7 and 30 days from so many of its days. */
const polled = (41 + 39 + 35 + 12) / (4 * 42);

describe("a plan made from the store", () => {
  it("holds against what the local X billed: seldom below, and above by what it takes as the most", () => {
    const {head, full} = planOf(strategyOf("heads-weekly"), facts, "user");
    const resources = (asked: readonly Line[], endpoint: string) =>
      asked.find((line) => `/2/${line.endpoint}` === endpoint)!.resources;
    const planned = (endpoint: string) =>
      (resources(full, endpoint) * (weeks + 1) +
        (endpoint === "/2/users" ? 0 : resources(head!, endpoint) * weeks * 6)) *
      (endpoint.startsWith("/2/tweets") ? polled : 1);
    // The watch keeps one client, which asks whose token it has but once.
    const {"/2/users/me": _, ...billed} = watched.meter.byEndpoint;
    expect(Object.keys(billed)).toHaveLength(10);
    for (const [endpoint, entry] of Object.entries(billed)) {
      const ratio = planned(endpoint) / entry.billed;
      expect(ratio, endpoint).toBeGreaterThan(0.97);
      expect(ratio, endpoint).toBeLessThan(1.25);
    }
  });
});
