import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {settleFacts} from "../../src/plan/facts.ts";
import {measureFacts} from "../../src/plan/measured.ts";
import {dollarsOf, planOf} from "../../src/plan/plan.ts";
import {scheduleOf, type ScheduleName} from "../../src/plan/schedules.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {publishedPrices} from "../../src/plan/prices.ts";
import type {Asked} from "../../src/plan/asked.ts";
import {isSlow} from "../long.ts";

// Thirteen weeks of the demo's brand, which is as long as facts are measured over. Before watching began it had no posts:
// those of every age are polled from the sixth week on.
const [early, weeks] = [5, 13];

/** What the local X billed, the facts that the store tells, and the rows of the store's polls in the last eight weeks. */
async function watch(schedule: ScheduleName, seed: number) {
  const dataDir = await mkdtemp(join(tmpdir(), "plan-bill-"));
  try {
    const world = new World("typical", seed);
    const {meter} = await watchWorld(dataDir, world, {weeks, schedule});
    const {facts} = settleFacts({}, await measureFacts(dataDir, world.brand.id));
    const polls = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      return db.rows<{kind: keyof typeof endpoints; all: number; late: number}>(`
        select kind, sum(rows)::double as all,
          sum(rows) filter (where "to" > min_to + interval ${7 * early + 1} day)::double as late
        from raw.polls, (select min("to") as min_to from raw.polls)
        where target is not null group by kind`);
    });
    return {meter, facts, polls};
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

const endpoints = {
  repost: "tweets/:id/retweets",
  quote: "tweets/:id/quote_tweets",
  like: "tweets/:id/liking_users"
} as const;

describe("a plan made from the store", () => {
  it.each([["weekly-full", 0] as const, ...(isSlow ? [["heads-weekly", 6] as const] : [])])(
    "of %s holds against what the local X billed",
    async (schedule, headsAWeek) => {
      const {meter, facts, polls} = await watch(schedule, 3);
      const {head, full} = planOf(scheduleOf(schedule), facts, "user");
      const resources = (asked: Asked | null, endpoint: string) =>
        asked?.find((line) => `/2/${line.endpoint}` === endpoint)?.resources ?? 0;
      const planned = (endpoint: string, walks: number, weeks: number) =>
        resources(full, endpoint) * walks + resources(head, endpoint) * headsAWeek * weeks;

      // The watch keeps one client, which asks whose token it has but once.
      const {"/2/users/me": _, ...billed} = meter.byEndpoint;
      expect(Object.keys(billed)).toHaveLength(10);
      for (const [endpoint, entry] of Object.entries(billed)) {
        if (endpoint.startsWith("/2/tweets")) continue;
        // The first walk has nobody to look up. Lists grow, and the plan takes them as long as they are at the end.
        const walks = endpoint === "/2/users" ? weeks : weeks + 1;
        const ratio = planned(endpoint, walks, weeks) / entry.billed;
        expect(ratio, endpoint).toBeGreaterThan(0.95);
        expect(ratio, endpoint).toBeLessThan(1.15);
      }

      expect(polls).toHaveLength(3);
      for (const {kind, all, late} of polls) {
        const endpoint = `/2/${endpoints[kind]}`;
        expect(billed[endpoint]!.resources, endpoint).toBe(all);
        // Some fifty posts, which differ: chance alone makes more than a tenth either way.
        const ratio = planned(endpoint, weeks - early, weeks - early) / late;
        expect(ratio, kind).toBeGreaterThan(0.8);
        expect(ratio, kind).toBeLessThan(1.25);
      }

      // The same people like several of a week's posts, and X bills them once a day; the plan counts each time.
      const likers = billed["/2/tweets/:id/liking_users"]!;
      const again =
        (likers.resources - likers.billed) * publishedPrices.price("tweets/:id/liking_users", true);
      const dollars =
        dollarsOf(full, publishedPrices, true) * (weeks + 1) +
        dollarsOf(head ?? [], publishedPrices, true) * headsAWeek * weeks;
      const ratio = dollars / ((meter.microDollars + again) / 1e6);
      expect(ratio).toBeGreaterThan(0.97);
      // Lists grow, and polls of the first weeks find few posts.
      expect(ratio).toBeLessThan(1.2);
    }
  );
});
