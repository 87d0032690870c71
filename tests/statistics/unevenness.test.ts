import {describe, expect, it} from "vitest";
import {
  fewestWeeks,
  unevenness,
  unevennessDifference,
  weeklyUnevenness
} from "../../src/statistics/unevenness.ts";
import {decideWithChecks, type Estimate, type Verdict} from "../../src/statistics/verdict.ts";
import {drawerOf, weekOf, type Law} from "./arrival-worlds.ts";

// `WORLDS=2000 npx vitest run --config tests/vitest.config.ts tests/statistics/unevenness.test.ts` draws as many a law.
const worlds = Number(process.env.WORLDS ?? 200);
const histories = Number(process.env.WORLDS ?? 40);
const seed = 20261128;

/** Four standard errors of a share around the edges of 93 to 97 %: more worlds, narrower. */
const slack = 4 * Math.sqrt((0.95 * 0.05) / worlds);

describe("the unevenness of a week", () => {
  it.each([
    // m = 1, s² = 8/6.
    [[3, 0, 1, 1, 0, 2, 0], 1 / 3],
    // m = 1, s² = 7: all on one day.
    [[7, 0, 0, 0, 0, 0, 0], 6],
    // m = 2, s² = 0: as even as can be.
    [[2, 2, 2, 2, 2, 2, 2], -1 / 2],
    // m = 4: 3² three times, 4² twice, 1² and 16² over 6.
    [[1, 1, 1, 0, 0, 5, 20], ((3 * 9 + 2 * 16 + 1 + 256) / 6 - 4) / 16]
  ])("%j is %d", (days, expected) => {
    expect(weeklyUnevenness(weekOf(days))).toBeCloseTo(expected, 12);
  });
});

describe("the unevenness of arrivals", () => {
  const same = (days: number[], weeks = fewestWeeks) => Array.from({length: weeks}, () => weekOf(days));

  it("is how much more often two of a week share a day than by chance", () => {
    // 8 ordered pairs on 7 days, 34 on 42 pairs of different days: (8/7) / (34/42) = 24/17.
    const estimate = unevenness(same([3, 0, 1, 1, 0, 2, 0]));
    expect(estimate!.value).toBeCloseTo(24 / 17 - 1, 12);
    // Weeks that are all the same leave nothing to chance.
    expect(estimate!.at99.low).toBeCloseTo(24 / 17 - 1, 12);
  });

  it("leaves out weeks with less than one a day, and stays silent below eight weeks", () => {
    const thin = weekOf([3, 0, 1, 1, 0, 1, 0]);
    expect(unevenness([...same([3, 0, 1, 1, 0, 2, 0], 7), thin])).toBeNull();
    expect(unevenness([...same([3, 0, 1, 1, 0, 2, 0], 8), thin])).toMatchObject({weeks: 8});
  });

  it("has an end where everyone of every week comes on one day", () => {
    expect(unevenness(same([7, 0, 0, 0, 0, 0, 0]))!.value).toBe(42);
  });

  it("gives the same figures every time, and weeks in another order hardly others", () => {
    const draw = drawerOf(1);
    const weeks = Array.from({length: 20}, () => weekOf(draw.week({mean: 3, dispersion: 1})));
    expect(unevenness(weeks)).toEqual(unevenness(weeks));
    expect(unevenness(weeks.toReversed())!.value).toBeCloseTo(unevenness(weeks)!.value, 12);
  });

  it("combines two intervals by the squares of their arms", () => {
    const first = {value: 2, at95: {low: 1.7, high: 2.4}, at99: {low: 1.6, high: 2.6}};
    const second = {value: 0.5, at95: {low: 0.2, high: 0.9}, at99: {low: 0.1, high: 1}};
    const difference = unevennessDifference(first, second);
    // Arms 0.3 and 0.4 below, 0.4 and 0.3 above.
    expect(difference.value).toBe(1.5);
    expect(difference.at95.low).toBeCloseTo(1, 12);
    expect(difference.at95.high).toBeCloseTo(2, 12);
  });
});

/** Laws of followback and organic arrivals, and weeks: Poisson is dispersion 0. */
const laws: [weeks: number, followback: Law, organic: Law][] = [
  [12, {mean: 2, dispersion: 0}, {mean: 2, dispersion: 0}],
  [26, {mean: 2, dispersion: 0}, {mean: 6, dispersion: 0}],
  [52, {mean: 1.5, dispersion: 0}, {mean: 5, dispersion: 0}],
  [12, {mean: 3, dispersion: 0.5}, {mean: 3, dispersion: 0.5}],
  [26, {mean: 3, dispersion: 1}, {mean: 3, dispersion: 0}],
  [26, {mean: 10, dispersion: 1}, {mean: 3, dispersion: 1}],
  [26, {mean: 3, dispersion: 2}, {mean: 3, dispersion: 0.2}],
  [52, {mean: 5, dispersion: 3}, {mean: 5, dispersion: 0}]
];

describe("the difference of two routes", () => {
  it.each(laws)("covers the truth over %d weeks of %j against %j", (weeks, one, other) => {
    const draw = drawerOf(seed);
    const truth = one.dispersion - other.dispersion;
    let drawn = 0;
    let covered = 0;
    let sum = 0;
    for (let world = 0; world < worlds; world++) {
      const [first, second] = [one, other].map((law) =>
        unevenness(Array.from({length: weeks}, () => weekOf(draw.week(law))))
      );
      if (!first || !second) continue;
      const {value, at95} = unevennessDifference(first, second);
      drawn++;
      sum += value;
      if (at95.low <= truth && truth <= at95.high) covered++;
    }
    const share = covered / drawn;
    const bias = sum / drawn - truth;
    if (process.env.WORLDS) console.log(weeks, one, other, {drawn, share, bias});
    expect(drawn).toBeGreaterThan(0.9 * worlds);
    expect(share).toBeGreaterThan(0.93 - slack);
    expect(share).toBeLessThan(0.97 + slack);
    expect(Math.abs(bias)).toBeLessThan(0.05 + 0.05 * Math.max(one.dispersion, other.dispersion));
  });
});

/** The claim's verdict at six quarter ends, where the last four days of each week are without outreach. */
function verdictsOf(one: Law, other: Law, draw: ReturnType<typeof drawerOf>): Verdict[] {
  const quarters = 6;
  const weeks = Array.from({length: 13 * quarters}, () => [draw.week(one), draw.week(other)]);
  return Array.from({length: quarters}, (_, nth) => {
    const seen = weeks.slice(0, 13 * (nth + 1));
    const estimate = (from: number): Estimate | null => {
      const [first, second] = [0, 1].map((route) =>
        unevenness(seen.map((days) => weekOf(days[route]!.slice(from))))
      );
      if (!first || !second) return null;
      const {value, at99} = unevennessDifference(first, second);
      return {difference: value, ...at99};
    };
    return decideWithChecks(estimate(0), [], [estimate(3)], 0.5).verdict;
  });
}

describe("the verdict on the assembly line over six quarter ends", () => {
  const isDecided = (verdict: Verdict) => verdict === "supported" || verdict === "contradicted";
  const share = (one: Law, other: Law, is: (verdicts: Verdict[]) => boolean) => {
    const draw = drawerOf(seed);
    let hits = 0;
    for (let world = 0; world < histories; world++) if (is(verdictsOf(one, other, draw))) hits++;
    if (process.env.WORLDS) console.log(one, other, hits / histories);
    return hits / histories;
  };

  it.each<[Law, Law]>([
    [
      {mean: 3, dispersion: 0},
      {mean: 3, dispersion: 0}
    ],
    [
      {mean: 3, dispersion: 0.8},
      {mean: 3, dispersion: 0.8}
    ],
    [
      {mean: 2, dispersion: 0.8},
      {mean: 10, dispersion: 0.8}
    ]
  ])("is wrong in at most 5 of 100 worlds without a difference: %j, %j", (one, other) => {
    const slackOfFew = 4 * Math.sqrt((0.05 * 0.95) / histories);
    expect(share(one, other, (verdicts) => verdicts.some(isDecided))).toBeLessThanOrEqual(0.05 + slackOfFew);
  });

  it("calls the contrary world contrary, and supports where it is so", () => {
    const even: Law = {mean: 4, dispersion: 0.2};
    const bursts: Law = {mean: 4, dispersion: 2.5};
    expect(share(even, bursts, (verdicts) => verdicts.at(-1) === "contradicted")).toBeGreaterThan(0.95);
    expect(share(bursts, even, (verdicts) => verdicts.at(-1) === "supported")).toBeGreaterThan(0.9);
  });
});
