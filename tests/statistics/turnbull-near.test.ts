import fc from "fast-check";
import {expect, it} from "vitest";
import {multinomial, randomNumbers} from "../../src/statistics/multinomial.ts";
import {mergeByRun, turnbull, type IntervalRow, type Mass} from "../../src/statistics/turnbull.ts";
import {refitterNear} from "../../src/statistics/turnbull-near.ts";

/** People who left between two lists, some of them watched by other lists than the rest, and some still there. */
const rowsOf = (seed: number): IntervalRow[] => {
  const random = randomNumbers(seed);
  const whole = (below: number) => Math.floor(random() * below);
  return Array.from({length: 4 + whole(60)}, () => {
    const left = whole(40) / (random() < 0.5 ? 1 : 4);
    const right = random() < 0.3 ? Infinity : left + whole(9);
    return {left, right, count: 1 + whole(20)};
  });
};

/** The log-likelihood of masses by its definition; masses count where they lie inside a row's interval. */
function likelihoodOf(rows: IntervalRow[], masses: Mass[]): number {
  let sum = 0;
  for (const {left, right, count} of rows) {
    const inside = masses.filter((place) =>
      left === right
        ? place.left === left && place.right === left
        : place.left >= left && place.right <= right && place.right > left
    );
    if (count > 0) sum += count * Math.log(inside.reduce((share, {mass}) => share + mass, 0));
  }
  return sum;
}

const runs = {numRuns: 200, seed: 20261128};
const seeds = fc.integer({min: 1, max: 1_000_000});

it("climbs as high for drawn people as a fit from nothing does", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rows = mergeByRun(rowsOf(seed));
      const counts = rows.map(({count}) => count);
      const people = counts.reduce((sum, count) => sum + count, 0);
      const refit = refitterNear(rows, turnbull(rows).masses, 1e-6);
      const random = randomNumbers(seed + 1);
      for (let draw = 0; draw < 5; draw++) {
        const drawn = multinomial(counts, random);
        const again = rows.map((row, i) => ({...row, count: drawn[i]!}));
        const near = refit(drawn);
        expect(near.reduce((sum, {mass}) => sum + mass, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...near.map(({mass}) => mass))).toBeGreaterThan(0);
        // With gradients within 1e-6 of 1 no other curve is likelier by more than 1e-6 a person.
        const best = turnbull(again);
        expect(likelihoodOf(again, near)).toBeGreaterThan(best.logLikelihood - 1e-6 * people);
      }
    }),
    runs
  );
});

it("says the same of every curve when rows that may lie in the same places are merged, points among them", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rows = rowsOf(seed);
      const people = rows.reduce((sum, {count}) => sum + count, 0);
      const {masses} = turnbull(mergeByRun(rows));
      expect(likelihoodOf(rows, masses)).toBeGreaterThan(turnbull(rows).logLikelihood - 1e-6 * people);
    }),
    runs
  );
});
