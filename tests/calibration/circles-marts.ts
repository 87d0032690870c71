// The same world looked at twice: by the program, from snapshots of the local X to the marts, and in memory.
import {join} from "node:path";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {writeTruth} from "../../data-loaders/demo/world/truth.ts";
import type {World} from "../../data-loaders/demo/world/world.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {observeInterests, observeTalk, sampledLooks, watch, type Observed} from "./circles-study.ts";

/** A figure of one world, as the marts have it and as it is in memory. */
export interface Pair {
  name: string;
  marts: Value;
  inMemory: Value;
}
type Value = Record<"value" | "low" | "high", number>;

/** What the two ways say of one world. */
export interface BothWays {
  figures: Pair[];
  /** At every quarter end, by claim. */
  verdicts: {claim: Observed["claim"]; marts: string[]; inMemory: string[]}[];
}

const sampleSeed = "seed";
const routes = ["followback", "organic"] as const;
const claims = {interests: "engage_less_interests", others: "engage_less_others"} as const;

/**
 * Watches a world from its first moment on, with conversations, stores looks at a sample of its newcomers, and builds the
 * marts in `dataDir`. The local X bills these looks like X, and `followback snapshot` would size the sample by that: so
 * that both ways have the same people, they are drawn here. Each snapshot is of one moment, as in memory: X's seconds between
 * the pages of a list would let a follow or two fall on its other side.
 */
export async function lookBothWays(dataDir: string, world: World, weeks: number): Promise<BothWays> {
  await watchWorld(dataDir, world, {weeks, schedule: "daily-full", conversations: true, readsAtOnce: true});
  await writeTruth(join(dataDir, "truth.json"), world);
  const watched = watch(world);
  await writeLooks(dataDir, world, sampledLooks(watched, sampleSeed));
  await buildMarts(dataDir);
  const observed = [observeInterests(watched, sampleSeed), observeTalk(watched)];
  const marts = await readMarts(dataDir);
  return {
    figures: observed
      .flatMap(({figures}) => figures)
      .flatMap(({name, value, low, high}) => {
        const own = marts.figures.get(name);
        return own ? [{name, marts: own, inMemory: {value, low, high}}] : [];
      }),
    verdicts: observed.map(({claim, verdicts}) => ({
      claim,
      marts: marts.verdicts.filter((row) => row.claim === claims[claim]).map(({verdict}) => verdict),
      inMemory: verdicts
    }))
  };
}

async function writeLooks(dataDir: string, world: World, looks: ReturnType<typeof sampledLooks>) {
  const plan = {source: "x-api", takenAt: new Date(world.now), key: "looks"} as const;
  await writeSnapshot(dataDir, plan, async (writer) => {
    for (const {newcomer, found, stratum, people, sampled} of looks)
      for (const period of ["before", "after"] as const)
        await writer.append("interests", {
          account_id: world.brand.id,
          user_id: newcomer.id,
          period,
          matched: found?.[period] ?? null,
          first_seen_at: newcomer.firstSeenAt,
          looked_at: new Date(world.now),
          stratum,
          stratum_people: people,
          sampled_people: sampled,
          topics: "made",
          method: "full_archive"
        });
    return {accounts: [world.brand.id]};
  });
}

async function readMarts(dataDir: string) {
  return withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    const rows = await db.rows<{name: string} & Value>(`
      select 'interests ' || period || ', ' || route as name, share as value, low, high from interests
      where evaluated_at is null and cohort is null and share is not null
      union all
      select 'interests, change, ' || route, difference, difference_low, difference_high from interests
      where evaluated_at is null and cohort is null and period = 'after' and difference is not null
      union all
      select 'other followers, ' || route, share, low, high from circles
      where circle = 'other followers' and basis = 'covered' and share is not null
      union all
      select 'other followers a week, ' || route, rate, rate_low, rate_high from circles
      where circle = 'other followers' and basis = 'covered' and rate is not null`);
    const verdicts = await db.rows<{claim: string; verdict: string}>(`
      select claim, verdict from claims where evaluated_at is not null order by claim, evaluated_at`);
    return {
      figures: new Map(rows.map(({name, value, low, high}) => [name, {value, low, high}])),
      verdicts
    };
  });
}

/** The figures that both ways have: shares of interests before and after, and their change; shares and rates toward other followers. */
export const figureNames: readonly string[] = routes.flatMap((route) => [
  `interests before, ${route}`,
  `interests after, ${route}`,
  `interests, change, ${route}`,
  `other followers, ${route}`,
  `other followers a week, ${route}`
]);
