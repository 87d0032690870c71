import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {World} from "../../data-loaders/demo/world/world.ts";
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {holdInterestsAgainstTruth, tellInterests} from "../../src/site/known-truth.ts";
import {isLong} from "../long.ts";
import {figureNames, lookBothWays, type BothWays} from "../calibration/circles-marts.ts";

/**
 * One short world, with some weeks of newcomers who have been looked at. `WORLDS=60` watches so many more, of three laws in
 * turn, for half a year each, or for `WEEKS`; `FROM=40` begins with the world after the first 40.
 */
const worlds = Number(process.env.WORLDS ?? 0);
const shortWeeks = isLong ? 13 : 9;
const firstWorld = Number(process.env.FROM ?? 0);
const longWeeks = Number(process.env.WEEKS ?? 26);
const laws: WorldName[] = ["typical", "contrary", "no-difference"];
const firstSeed = 20261128;

async function inFolder(use: (dataDir: string) => Promise<void>) {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-interests-"));
  try {
    await use(dataDir);
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

/** Of each figure of the two ways, how far value and interval are apart at most, in half-widths of the interval. */
const apartOf = ({figures}: BothWays) =>
  figures.map(({marts, inMemory}) => {
    const ends = (["value", "low", "high"] as const).map((of) => Math.abs(marts[of] - inMemory[of]));
    return (2 * Math.max(...ends)) / (inMemory.high - inMemory.low);
  });
/** Below this only digits are rounded: marts have ten of them, and whole seconds of time. */
const isEqual = (apart: number) => apart < 1e-6;

it("the marts have the figures of a world that is looked at in memory, and hold the truth", () =>
  inFolder(async (dataDir) => {
    const both = await lookBothWays(dataDir, new World("no-difference", 52), shortWeeks);
    expect(both.figures.map(({name}) => name).sort()).toEqual([...figureNames].sort());
    expect(apartOf(both).every(isEqual)).toBe(true);
    for (const {marts, inMemory} of both.verdicts) expect(marts).toEqual(inMemory);
    const truth = await holdInterestsAgainstTruth(dataDir);
    expect(truth.map(({route}) => route)).toEqual(["followback", "organic"]);
    for (const {low, high, truth: really} of truth) {
      expect(really).toBeGreaterThan(low);
      expect(really).toBeLessThan(high);
    }
    expect(tellInterests(truth)).toMatch(
      /^who posted on the brand's topics within 30 days, by a sample, with the truth: \d+\.\d % of followback, 95 % interval \d+\.\d % to \d+\.\d % \(\d/
    );
  }));

it.each(worlds > 0 ? [worlds] : [])("the marts have the figures of %d more worlds", async () => {
  const sums = {worlds: 0, figures: 0, equal: 0, verdicts: 0, same: 0};
  for (let nth = firstWorld; nth < firstWorld + worlds; nth++) {
    const law = laws[nth % laws.length]!;
    const seed = firstSeed + Math.floor(nth / laws.length);
    await inFolder(async (dataDir) => {
      const both = await lookBothWays(dataDir, new World(law, seed), longWeeks);
      const aparts = apartOf(both);
      sums.worlds += 1;
      sums.figures += aparts.length;
      sums.equal += aparts.filter(isEqual).length;
      for (const {marts, inMemory} of both.verdicts) {
        expect(marts).toHaveLength(inMemory.length);
        sums.verdicts += marts.length;
        sums.same += marts.filter((verdict, at) => verdict === inMemory[at]).length;
      }
      console.log(law, seed, Math.max(...aparts).toExponential(1), JSON.stringify(sums));
    });
  }
  expect(sums.figures).toBe(worlds * figureNames.length);
  expect(sums.equal).toBe(sums.figures);
  expect(sums.same).toBe(sums.verdicts);
});
