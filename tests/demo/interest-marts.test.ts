import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {writeTruth} from "../../data-loaders/demo/world/truth.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {holdInterestsAgainstTruth, tellInterests} from "../../src/site/known-truth.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {estimateOf, shareOf} from "../../src/models/computed/interest-shares.ts";
import {looksOf, newcomersOf, sampledLooks} from "../calibration/circles-study.ts";

/** Long enough for some weeks of newcomers who have been looked at. */
const weeks = 13;

it("the marts have the figures of a world that is looked at in memory, and hold the truth", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-interests-"));
  try {
    const world = new World("no-difference", 33);
    await watchWorld(dataDir, world, {weeks});
    await writeTruth(join(dataDir, "truth.json"), world);
    const newcomers = newcomersOf(world);
    const looks = sampledLooks(world, newcomers, "seed");
    await writeSnapshot(
      dataDir,
      {source: "x-api", takenAt: new Date(world.now), key: "looks"},
      async (writer) => {
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
      }
    );
    await buildMarts(dataDir);
    const marts = await withDatabase(async (db) => {
      await attachMarts(db, dataDir);
      return db.rows<{
        route: string;
        period: string;
        people: bigint;
        share: number;
        low: number;
        high: number;
      }>(`
        select route, period, people, share, low, high from interests
        where evaluated_at is null and cohort is null order by route, period`);
    });
    const cells = looksOf(world, newcomers).sample("seed");
    const inMemory = (["followback", "organic", "unknown"] as const).flatMap((route) =>
      (["after", "before"] as const).map((period) => {
        const share = shareOf(cells.filter((cell) => cell.route === route && cell.period === period));
        return {route, period, people: BigInt(share.people), ...estimateOf(share)!};
      })
    );
    expect(inMemory.every(({people}) => people > 4n)).toBe(true);
    expect(marts.map(({route, period}) => `${route} ${period}`)).toEqual(
      inMemory.map(({route, period}) => `${route} ${period}`)
    );
    for (const [nth, row] of marts.entries()) {
      const own = inMemory[nth]!;
      // The local X shows lists page by page: a follow or two may fall on the other side of the hour.
      expect(Math.abs(Number(row.people - own.people))).toBeLessThanOrEqual(2);
      for (const end of ["share", "low", "high"] as const) expect(row[end]).toBeCloseTo(own[end], 1);
    }
    const truth = await holdInterestsAgainstTruth(dataDir);
    expect(truth.map(({route}) => route)).toEqual(["followback", "organic"]);
    for (const {low, high, truth: really} of truth) {
      expect(really).toBeGreaterThan(low);
      expect(really).toBeLessThan(high);
    }
    expect(tellInterests(truth)).toMatch(
      /^who posted on the brand's topics within 30 days, by a sample, with the truth: \d+\.\d % of followback, 95 % interval \d+\.\d % to \d+\.\d % \(\d/
    );
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
});
