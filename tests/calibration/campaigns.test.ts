import {describe, expect, it} from "vitest";
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {campaignsOf} from "../../data-loaders/demo/world/campaigns.ts";
import {resultOf} from "../../data-loaders/demo/world/campaign-truth.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {addWorlds, emptyStudy, expectedOf, formatStudy} from "./campaign-study.ts";
import {campaignWorld, countResults, end, results, type CampaignWorld} from "./campaign-worlds.ts";

/** `WORLDS=2000` for the long form: so many of each law. */
const worlds = Number(process.env.WORLDS ?? 15);
const isLong = worlds >= 100;
const seed = 20261128;
const seeds = Array.from({length: worlds}, (_, nth) => seed + nth);
/** Worlds of the truth are others than those that are looked at. */
const truthSeeds = Array.from({length: isLong ? 600 : 30}, (_, nth) => 5_000_000 + nth);
/** Below so many events intervals cover too often, as they should. */
const enoughEvents = 10;

const names: WorldName[] = ["typical", "paying", "no-difference"];

describe("campaigns in simulated worlds", () => {
  it.each(names)("have costs, visits and a difference that hold the truth (%s)", (name) => {
    const study = emptyStudy();
    addWorlds(study, name, expectedOf(name, truthSeeds), seeds);
    if (isLong) console.log(formatStudy(name, study));
    expect(study.figures.size).toBeGreaterThanOrEqual(25);
    for (const [figure, {covered, worlds: n, events}] of study.figures) {
      const share = covered / n;
      // So many figures of few worlds show gross errors alone.
      const error = n >= 2000 ? 0 : (isLong ? 3 : 5) * Math.sqrt((0.95 * 0.05) / n);
      const isEnough = events / n >= enoughEvents;
      // Below ten results a cost is only bounded, and bounds hold however few there are.
      if (isEnough || figure.startsWith("cost per"))
        expect([figure, share >= 0.93 - error]).toEqual([figure, true]);
      if (isLong && isEnough) expect([figure, share <= 0.97 + error]).toEqual([figure, true]);
    }
    const share = (count: number) => count / study.worlds;
    if (name === "paying") expect(share(study.last.contradicted)).toBeGreaterThanOrEqual(isLong ? 0.95 : 0.8);
    if (name === "typical") expect(study.last.contradicted).toBe(0);
    if (name === "no-difference") expect(share(study.everDecided)).toBeLessThanOrEqual(isLong ? 0.05 : 0.2);
  });
});

describe("campaigns without everybody else in the world", () => {
  /** Counts by place and result, summed over worlds. */
  function countsOf(made: CampaignWorld[]) {
    const counts = new Map<string, {n: number; x: number}>();
    for (const {campaigns, resultOf} of made)
      for (const {place, follows} of campaigns)
        for (const result of results) {
          const outcomes = follows.map((entry) => ({at: entry.at, result: resultOf(entry)}));
          const {n, x} = countResults(outcomes, result, end);
          const key = `${place.called} ${result}`;
          const sum = counts.get(key) ?? {n: 0, x: 0};
          counts.set(key, {n: sum.n + n, x: sum.x + x});
        }
    return counts;
  }

  it.each(isLong ? names : (["paying"] as const))(
    "bring what they bring in the demo's own worlds (%s)",
    (name) => {
      const whole = Array.from({length: isLong ? 40 : 1}, (_, nth): CampaignWorld => {
        const world = new World(name, 900 + nth);
        world.advanceTo(new Date(end));
        return {campaigns: campaignsOf(world), shopDays: [], resultOf};
      });
      const light = Array.from({length: isLong ? 200 : 10}, (_, nth) => campaignWorld(name, 7_000_000 + nth));
      const [a, b] = [countsOf(whole), countsOf(light)];
      const lines = [...a].map(([key, {n, x}]) => {
        const other = b.get(key)!;
        const [p, q] = [x / n, other.x / other.n];
        const error = Math.sqrt((p * (1 - p)) / n + (q * (1 - q)) / other.n);
        // Suspended people and posts that travel far are in the demo's worlds alone.
        expect([key, Math.abs(p - q) < 3.5 * error + 0.1 * q]).toEqual([key, true]);
        return `${name}, ${key}: ${p.toFixed(4)} of ${n} in the demo's worlds, ${q.toFixed(4)} of ${other.n} in these`;
      });
      if (isLong) console.log(lines.join("\n"));
    }
  );
});
