import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {lifeTable} from "../../src/statistics/life-table.ts";
import {intervalLogRank} from "../../src/statistics/log-rank.ts";
import {bandAt, bootstrapBand} from "../../src/statistics/survival-band.ts";
import {turnbull, type IntervalRow} from "../../src/statistics/turnbull.ts";
import {chemotherapy, radiation} from "./cosmesis.ts";

const masses = (rows: IntervalRow[], digits: number) =>
  turnbull(rows)
    .masses.filter(({mass}) => mass > 1e-6)
    .map(({left, right, mass}) => `(${left},${right}] ${mass.toFixed(digits).replace(/^0/, "")}`)
    .join(" ");

interface Exact {
  time: number;
  events: number;
  censored: number;
}

/** Exact times and times until which people were watched, as intervals. */
const intervalsOf = (rows: Exact[]): IntervalRow[] => [
  ...rows.map(({time, events}) => ({left: time, right: time, count: events})),
  ...rows.map(({time, censored}) => ({left: time, right: Infinity, count: censored}))
];

/** Kaplan and Meier's product: of those still there at each time, the share that stayed. */
function productLimit(rows: Exact[], until: number): number {
  const sum = (of: Exact[], people: (row: Exact) => number) => of.reduce((n, row) => n + people(row), 0);
  const times = [...new Set(rows.map(({time}) => time))].filter((time) => time <= until);
  let survival = 1;
  for (const at of times) {
    const here = sum(
      rows.filter(({time}) => time >= at),
      ({events, censored}) => events + censored
    );
    const left = sum(
      rows.filter(({time}) => time === at),
      ({events}) => events
    );
    if (here > 0) survival *= 1 - left / here;
  }
  return survival;
}

it("has the published survival of the lung data, whose times are exact or censored", () => {
  // R's survival package (NCCTG), 228 people: S(180) = 0.7217, S(365) = 0.4092, median 310 days.
  const lung = readFileSync(new URL("lung.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number) as [number, number, number, number])
    .map(([time, , events, censored]) => ({time, events, censored}));
  const at = bandAt(turnbull(intervalsOf(lung)).masses, [180, 309, 310, 365]).map(({high}) => high);
  expect([at[0]!.toFixed(4), at[3]!.toFixed(4)]).toEqual(["0.7217", "0.4092"]);
  expect(at[1]).toBeGreaterThan(0.5);
  expect(at[2]).toBeLessThanOrEqual(0.5);
});

describe("breast cosmesis", () => {
  it("has 46 and 48 women", () => expect([radiation.length, chemotherapy.length]).toEqual([46, 48]));

  it("has its estimate after radiation", () => {
    expect(masses(radiation, 4)).toBe(
      "(4,5] .0463 (6,7] .0334 (7,8] .0887 (11,12] .0708 (24,25] .0926 (33,34] .0818 (38,40] .1209 (46,48] .4656"
    );
    expect(turnbull(radiation).logLikelihood.toFixed(3)).toBe("-58.060");
    // Stopped early, as R is, this mass is .12055.
    const {masses: all} = turnbull(radiation);
    expect(all.find(({left}) => left === 38)!.mass.toFixed(5)).toBe("0.12088");
  });

  it("has its estimate after radiation and chemotherapy", () => {
    expect(masses(chemotherapy, 4)).toBe(
      "(4,5] .0433 (5,8] .0433 (11,12] .0692 (16,17] .1454 (18,19] .1411 (19,20] .1157 (24,25] .0999 " +
        "(30,31] .0709 (35,36] .1608 (44,48] .0552 (48,60] .0552"
    );
    expect(turnbull(chemotherapy).logLikelihood.toFixed(3)).toBe("-65.637");
  });

  it("differs between treatments by both interval log-ranks", () => {
    const rows = [
      ...radiation.map((row) => ({...row, group: "radiation"})),
      ...chemotherapy.map((row) => ({...row, group: "chemotherapy"}))
    ];
    const figures = (scores: "sun" | "finkelstein") => {
      const {z, p} = intervalLogRank(rows, scores);
      return [z!.toFixed(4), p.toFixed(5)];
    };
    // Chemotherapy comes first by name, and retracts sooner.
    expect(figures("sun")).toEqual(["2.6684", "0.00762"]);
    expect(figures("finkelstein")).toEqual(["2.6839", "0.00728"]);
  });
});

it("has the small oracle", () => {
  const right = [1, 6, 6, 3, 4, 7];
  const rows = [0, 4, 2, 0, 2, 5].map((left, i) => ({left, right: right[i]!, count: 1}));
  expect(masses(rows, 6)).toBe("(0,1] .234889 (2,3] .338945 (5,6] .426167");
});

const intervals = fc.array(
  fc
    .record({
      left: fc.integer({min: 0, max: 25}),
      width: fc.integer({min: 0, max: 12}),
      isOpen: fc.boolean(),
      count: fc.integer({min: 1, max: 50})
    })
    .map(({left, width, isOpen, count}) => ({
      left,
      right: isOpen && width > 6 ? Infinity : left + width,
      count
    })),
  {minLength: 1, maxLength: 40}
);

/** The certificate, worked out anew from the rows and not from the code's own gradient. */
function slopes(rows: IntervalRow[], fit: {left: number; right: number; mass: number}[]) {
  const inside = (row: IntervalRow, at: {left: number; right: number}) =>
    at.right <= row.right &&
    (row.left === row.right
      ? at.left >= row.left
      : at.left > row.left || (at.left === row.left && at.right > at.left));
  const n = rows.reduce((sum, row) => sum + row.count, 0);
  const share = rows.map((row) => fit.reduce((sum, at) => sum + (inside(row, at) ? at.mass : 0), 0));
  return fit.map((at) =>
    rows.reduce((sum, row, i) => sum + (inside(row, at) ? row.count / share[i]! / n : 0), 0)
  );
}

describe("turnbull", () => {
  it("carries its certificate on any intervals, exact times and open ends among them", () => {
    fc.assert(
      fc.property(intervals, (rows) => {
        const fit = turnbull(rows);
        expect(fit.isProved).toBe(true);
        expect(fit.masses.reduce((sum, {mass}) => sum + mass, 0)).toBeCloseTo(1, 10);
        slopes(rows, fit.masses).forEach((slope, j) => {
          expect(slope).toBeLessThanOrEqual(1 + 1e-6);
          if (fit.masses[j]!.mass > 1e-6) expect(slope).toBeGreaterThanOrEqual(1 - 1e-6);
        });
      }),
      {numRuns: 300}
    );
  });

  it("is Kaplan–Meier where every time is exact or censored", () => {
    const exact = fc.array(
      fc.record({
        time: fc.integer({min: 1, max: 20}),
        events: fc.integer({min: 0, max: 5}),
        censored: fc.integer({min: 0, max: 5})
      }),
      {minLength: 1, maxLength: 25}
    );
    fc.assert(
      fc.property(exact, (rows) => {
        const times = [...new Set(rows.map(({time}) => time))];
        for (const {time, high} of bandAt(turnbull(intervalsOf(rows)).masses, times))
          expect(high).toBeCloseTo(productLimit(rows, time), 6);
      })
    );
  });

  it("is the life table where everybody shares one grid", () => {
    const ages = [7, 14, 21, 28, 35];
    const grid = fc.array(
      fc.record({age: fc.constantFrom(...ages), isLost: fc.boolean(), count: fc.integer({min: 1, max: 60})}),
      {minLength: 3, maxLength: 25}
    );
    fc.assert(
      fc.property(grid, (rows) => {
        const table = lifeTable(
          rows.map(({age, isLost, count}) => ({age, cause: isLost ? "any" : null, count})),
          ages
        );
        const {masses} = turnbull(
          rows.map(({age, isLost, count}) =>
            isLost ? {left: age - 7, right: age, count} : {left: age, right: Infinity, count}
          )
        );
        const band = bandAt(
          masses,
          table.map((row) => row.age)
        );
        table.forEach((row, i) => expect(band[i]!.high).toBeCloseTo(row.retained, 6));
      })
    );
  });
});

describe("bandAt", () => {
  it("is wide inside an innermost interval, and shut at its ends", () => {
    const {masses} = turnbull([
      {left: 0, right: 10, count: 3},
      {left: 20, right: Infinity, count: 1}
    ]);
    expect(bandAt(masses, [0, 5, 10, 20, 21])).toEqual([
      {time: 0, low: 1, high: 1},
      {time: 5, low: 0.25, high: 1},
      {time: 10, low: 0.25, high: 0.25},
      {time: 20, low: 0.25, high: 0.25},
      {time: 21, low: 0, high: 0.25}
    ]);
  });
});

describe("bootstrapBand", () => {
  it("lets people who were only watched leave at the exact time of the next who left", () => {
    // Kaplan and Meier: of the 40 who are watched for so long one leaves on day 20; the 60 say nothing of that day.
    const rows = [
      {left: 10, right: Infinity, count: 60},
      {left: 20, right: 20, count: 1},
      {left: 100, right: Infinity, count: 39}
    ];
    expect(bootstrapBand(rows, [19, 20, 100], {draws: 20})).toMatchObject([
      {low: 1, high: 1},
      {low: expect.closeTo(39 / 40, 9), high: expect.closeTo(39 / 40, 9)},
      {low: expect.closeTo(39 / 40, 9), high: expect.closeTo(39 / 40, 9)}
    ]);
  });

  it("repeats with its seed, holds the band, and narrows with the root of the sample", () => {
    const times = [10, 20, 40];
    const once = bootstrapBand(radiation, times, {draws: 200, seed: 7});
    expect(bootstrapBand(radiation, times, {draws: 200, seed: 7})).toEqual(once);
    expect(bootstrapBand(radiation, times, {draws: 200, seed: 8})).not.toEqual(once);
    const many = bootstrapBand(
      radiation.map((row) => ({...row, count: 100})),
      times,
      {draws: 200, seed: 7}
    );
    once.forEach((band, t) => {
      expect(band.intervalLow).toBeLessThanOrEqual(band.low);
      expect(band.intervalHigh).toBeGreaterThanOrEqual(band.high);
      const width = ({intervalLow, intervalHigh, low, high}: typeof band) =>
        intervalHigh - intervalLow - (high - low);
      expect(width(many[t]!)).toBeLessThan(width(band) / 4);
    });
  });

  it("is not sure that all stay where nobody watched has left", () => {
    const rows = [
      {left: 30, right: Infinity, count: 10},
      {left: 90, right: Infinity, count: 30}
    ];
    // Wilson's lower end of n in n is n / (n + z²): of 40 on day 20, of 30 on day 60. On day 0 all are there.
    const z2 = 1.959963984540054 ** 2;
    expect(bootstrapBand(rows, [0, 20, 60], {draws: 50})).toEqual(
      [1, 40 / (40 + z2), 30 / (30 + z2)].map((intervalLow, nth) => ({
        time: [0, 20, 60][nth],
        low: 1,
        high: 1,
        intervalLow: expect.closeTo(intervalLow, 10),
        intervalHigh: 1
      }))
    );
  });

  it("has the binomial interval where the estimate is a plain share", () => {
    const rows = [
      {left: 0, right: 10, count: 300},
      {left: 10, right: Infinity, count: 700}
    ];
    const [band] = bootstrapBand(rows, [10], {draws: 2000});
    const half = 1.96 * Math.sqrt((0.7 * 0.3) / 1000);
    expect(Math.abs(band!.intervalLow - (0.7 - half))).toBeLessThan(0.003);
    expect(Math.abs(band!.intervalHigh - (0.7 + half))).toBeLessThan(0.003);
  });
});
