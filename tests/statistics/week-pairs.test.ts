import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {
  drawWeeks,
  fewestPairs,
  pairsOfWeeks,
  smallestP,
  weeksResult,
  type PlannedWeek
} from "../../src/statistics/week-pairs.ts";
import {normalOf} from "./normal.ts";

/** Pairs of which the week on has `differences` more than the week off. */
function weeksOf(differences: readonly number[], level = 0): PlannedWeek[] {
  const weeks: PlannedWeek[] = Array.from({length: 2 * differences.length}, () => ({
    isOn: false,
    value: level
  }));
  for (const [nth, [first]] of pairsOfWeeks(weeks.length).entries())
    weeks[first] = {isOn: true, value: level + differences[nth]!};
  return weeks;
}

describe("pairsOfWeeks", () => {
  it("interlocks pairs two weeks apart, and leaves the last two weeks to each other", () => {
    expect(pairsOfWeeks(10)).toEqual([
      [0, 2],
      [1, 3],
      [4, 6],
      [5, 7],
      [8, 9]
    ]);
    expect(() => pairsOfWeeks(7)).toThrow("not an even number");
  });
});

describe("drawWeeks", () => {
  it("puts one week of each pair on, by the seed alone", () => {
    const plans = Array.from({length: 50}, (_, seed) => drawWeeks(16, seed));
    for (const [seed, isOn] of plans.entries()) {
      for (const [first, second] of pairsOfWeeks(16)) expect(isOn[first]).toBe(!isOn[second]);
      expect(drawWeeks(16, seed)).toEqual(isOn);
    }
    expect(new Set(plans.map(String)).size).toBeGreaterThan(40);
  });
});

describe("smallestP", () => {
  it("allows a verdict at 99 % from eight pairs on: 2 in 2⁸ is 0.0078, 2 in 2⁷ is 0.0156", () => {
    expect([smallestP(7), smallestP(8)]).toEqual([2 / 128, 2 / 256]);
    expect(smallestP(fewestPairs)).toBeLessThan(0.01);
    expect(smallestP(fewestPairs - 1)).toBeGreaterThan(0.01);
    expect(smallestP(20)).toBe(1 / 10_001);
  });
});

describe("weeksResult", () => {
  // Darwin's maize, crossed less self-fertilised in eighths of an inch: Fisher 1935, The Design of Experiments, section
  // 21: 1,726 of the 32,768 assignments are at least as extreme.
  const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

  it("has Fisher's test of Darwin's maize", () => {
    const result = weeksResult(weeksOf(maize), {most: 2 ** 15})!;
    expect(result).toMatchObject({pairs: 15, assignments: 32_768, isDrawn: false, p: 1726 / 32_768});
    expect(result.difference).toBeCloseTo(314 / 15, 12);
  });

  it("draws where the assignments are too many, near the same p, the same for a seed", () => {
    const result = weeksResult(weeksOf(maize))!;
    expect(result).toMatchObject({assignments: 10_001, isDrawn: true, smallestP: 1 / 10_001});
    // Three standard errors of a share of 10,000.
    expect(Math.abs(result.p - 1726 / 32_768)).toBeLessThan(0.007);
    expect(weeksResult(weeksOf(maize))).toEqual(result);
  });

  // Differences 5 -2 9 4 12 1 7 3. Enumerated by hand over a grid of thousandths of every effect with another program: p at 0 is
  // 6/256; at 95 % all from 1 to 26/3 stay, at 99 % all from -2 to 12.
  const eight = [5, -2, 9, 4, 12, 1, 7, 3];

  it("has the p and the intervals of an enumeration apart from it", () => {
    const result = weeksResult(weeksOf(eight, 100))!;
    expect(result).toMatchObject({p: 6 / 256, assignments: 256, smallestP: 2 / 256});
    expect(result.difference).toBeCloseTo(39 / 8, 12);
    expect(result.interval.low).toBeCloseTo(1, 9);
    expect(result.interval.high).toBeCloseTo(26 / 3, 9);
    const surer = weeksResult(weeksOf(eight, 100), {level: 0.99})!.interval;
    expect([surer.low, surer.high]).toEqual([expect.closeTo(-2, 9), expect.closeTo(12, 9)]);
  });

  it("leaves out a pair of which a week is missing, and has no 99 % interval then", () => {
    const weeks = weeksOf(eight);
    weeks[2] = {...weeks[2]!, value: null};
    const without = weeksResult(weeks, {level: 0.99})!;
    // The first pair, weeks 0 and 2: 34 is left of 39, over seven pairs.
    expect(without.pairs).toBe(7);
    expect(without.difference).toBeCloseTo(34 / 7, 12);
    expect(without.interval).toEqual({low: -Infinity, high: Infinity});
    expect(weeksResult(weeks.map((week) => ({...week, value: null})))).toBeNull();
  });

  it("refuses weeks that no coin of the plan could have drawn", () => {
    const weeks = weeksOf(eight).map((week) => ({...week, isOn: true}));
    expect(() => weeksResult(weeks)).toThrow("not an assignment of this plan");
  });

  it("rejects an effect just where the interval ends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: -30, max: 50}), {minLength: 8, maxLength: 8}),
        fc.constantFrom(0.8, 0.9, 0.95),
        (differences, level) => {
          const {interval, p} = weeksResult(weeksOf(differences, 60), {level})!;
          const pAt = (effect: number) =>
            weeksResult(
              weeksOf(
                differences.map((one) => one - effect),
                60
              )
            )!.p;
          expect(interval.low <= 0 && interval.high >= 0).toBe(p > 1 - level);
          for (const [end, away] of [
            [interval.low, -1e-4],
            [interval.high, 1e-4]
          ] as const)
            expect(pAt(end + away)).toBeLessThanOrEqual(1 - level);
        }
      ),
      {numRuns: 40}
    );
  });

  it("counts without switches only weeks that follow a week like them", () => {
    // On in weeks 0 1 4 5 8 9 12 13: weeks 1, 3, 5, … follow a week like them.
    const isOn = Array.from({length: 16}, (_, week) => week % 4 < 2);
    // 10 more in each week on but the first after a switch, which only has 2 more; a week off after a switch keeps 8.
    const weeks = isOn.map((on, week) => ({
      isOn: on,
      value: on ? (week % 4 === 0 ? 2 : 10) : week % 4 === 2 ? 8 : 0
    }));
    expect(weeksResult(weeks)!.difference).toBe(2);
    const settled = weeksResult(weeks, {withoutSwitches: true})!;
    expect(settled.difference).toBe(10);
    expect(settled.assignments).toBeLessThanOrEqual(256);
    // Every week alike, on or off, is as extreme under every assignment.
    const flat = weeks.map((week) => ({...week, value: 5}));
    expect(weeksResult(flat, {withoutSwitches: true})).toMatchObject({difference: 0, p: 1});
  });
});

/**
 * Worlds of weeks that drift and depend on each other: how often the test rejects no effect at 5 %, and how often the
 * interval holds the true one.
 */
function rates({
  worlds,
  weeks,
  effect,
  withoutSwitches
}: {
  worlds: number;
  weeks: number;
  effect: number;
  withoutSwitches: boolean;
}) {
  const random = randomNumbers(20261128);
  let [rejected, held, given] = [0, 0, 0];
  for (let world = 0; world < worlds; world++) {
    let state = 0;
    const isOn = drawWeeks(weeks, Math.floor(random() * 2 ** 31));
    const result = weeksResult(
      isOn.map((on, week) => {
        state = 0.4 * state + normalOf(random) * 10;
        return {isOn: on, value: 100 + week + state + (on ? effect : 0)};
      }),
      {seed: world, withoutSwitches}
    );
    if (result === null) continue;
    given++;
    if (result.p <= 0.05) rejected++;
    if (result.interval.low <= effect && effect <= result.interval.high) held++;
  }
  return {rejected: rejected / given, held: held / given, given};
}

/** `WORLDS=2000` plays as many worlds, and prints what it found. */
const isLong = process.env.WORLDS !== undefined;
const worlds = Number(process.env.WORLDS ?? 200);
// Four standard errors of a share of 5 % in so many worlds.
const slack = 4 * Math.sqrt((0.05 * 0.95) / worlds);

describe(`weeksResult in ${worlds} worlds`, () => {
  it.each([
    [16, false],
    [24, false],
    [16, true]
  ])(
    "of %i weeks rejects no effect at most as often as it says, and holds a true one (without switches: %s)",
    (weeks, withoutSwitches) => {
      const none = rates({worlds, weeks, effect: 0, withoutSwitches});
      const some = rates({worlds, weeks, effect: 7, withoutSwitches});
      if (isLong) process.stdout.write(`${JSON.stringify({weeks, withoutSwitches, none, some})}\n`);
      expect(none.rejected).toBeLessThanOrEqual(0.05 + slack);
      expect(some.held).toBeGreaterThanOrEqual(0.95 - slack);
      if (2 ** (weeks / 2) >= 2000) {
        expect(none.rejected).toBeGreaterThanOrEqual(0.05 - slack);
        expect(some.held).toBeLessThanOrEqual(0.95 + slack);
      }
    }
  );
});
