import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {concentration} from "../../src/statistics/concentration.ts";
import {rate, type RateSums} from "../../src/statistics/rate.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";

/** The sums over persons given one by one, or so many who share their interactions and weeks. */
function rateSums(rows: {interactions: number; weeks: number; count?: number}[]): RateSums {
  const sum = (of: (row: {interactions: number; weeks: number}) => number) =>
    rows.reduce((total, row) => total + (row.count ?? 1) * of(row), 0);
  return {
    units: sum(() => 1),
    interactions: sum(({interactions}) => interactions),
    weeks: sum(({weeks}) => weeks),
    interactionsSquared: sum(({interactions}) => interactions ** 2),
    interactionsWeeks: sum(({interactions, weeks}) => interactions * weeks),
    weeksSquared: sum(({weeks}) => weeks ** 2)
  };
}

describe("rate", () => {
  const three = rateSums([
    {interactions: 0, weeks: 4},
    {interactions: 2, weeks: 4},
    {interactions: 1, weeks: 2}
  ]);

  it("is Σ interactions / Σ weeks with the ratio estimator's error", () => {
    // r = 0.3; residuals −1.2, 0.8, 0.4; variance 3/2 · 2.24 / 100.
    const {rate: value, error, low, high} = rate(three)!;
    expect(value).toBeCloseTo(30, 12);
    expect(error).toBeCloseTo(100 * Math.sqrt(0.0336), 10);
    expect(Math.log(high / value)).toBeCloseTo((1.959964 * error!) / value, 6);
    expect(low * high).toBeCloseTo(value ** 2, 8);
  });

  it("is null where nothing was collected, and has Poisson's limit where nothing was done", () => {
    expect(rate(rateSums([]))).toBe(null);
    const none = rate(rateSums([{interactions: 0, weeks: 10, count: 10}]))!;
    expect([none.rate, none.low, none.high.toFixed(4)]).toEqual([0, 0, "3.6889"]);
    expect(rate(rateSums([{interactions: 3, weeks: 4}]))!.high).toBe(Infinity);
  });

  it("is less sure where weeks that lie side by side are alike", () => {
    // Six weeks of 100 follower-weeks, each act by another person: 40, 40, 40, 20, 20, 20. r = 0.3, residuals ±10.
    const byWeek = [40, 40, 40, 20, 20, 20].map((acts) => ({
      interactions: acts,
      interactionsSquared: acts,
      weeks: 100
    }));
    const persons = rateSums([
      {interactions: 1, weeks: 2, count: 180},
      {interactions: 0, weeks: 2, count: 120}
    ]);
    // Of persons: 300/299 · (180 · 0.4² + 120 · 0.6²) = 72.24. Of weeks, by Bartlett's weights over four of them:
    // 6/5 · 100 · (6 + 2 · (0.8 · 3 + 0.6 · 0 − 0.4 · 3 − 0.2 · 2)) = 912, less the 180 − 0.3 · 180 of persons in weeks.
    const {error} = rate(persons, {byWeek})!;
    expect(error).toBeCloseTo((100 * Math.sqrt((300 / 299) * 72 + 912 - 126)) / 600, 10);
    // Weeks without anybody in them say nothing.
    const empty = {interactions: 0, interactionsSquared: 0, weeks: 0};
    expect(rate(persons, {byWeek: [empty, ...byWeek, empty]})!.error).toBeCloseTo(error!, 12);
  });

  it("covers the truth though a few people do most of the interactions", () => {
    const random = randomNumbers(2);
    let covered = 0;
    for (let world = 0; world < 1000; world++) {
      const rows = Array.from({length: 300}, () => {
        const weeks = 1 + Math.floor(random() * 20);
        const keen = random() < 0.1 ? 0.5 : 0.02;
        return {interactions: Array.from({length: weeks}).filter(() => random() < keen).length, weeks};
      });
      const {low, high} = rate(rateSums(rows))!;
      if (low <= 6.8 && high >= 6.8) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.92);
    expect(covered / 1000).toBeLessThan(0.97);
  });
});

describe("concentration", () => {
  it("counts the most active, rounded up, and the silent in the median", () => {
    expect(
      concentration([
        {interactions: 0, followers: 60},
        {interactions: 1, followers: 38},
        {interactions: 20, followers: 1},
        {interactions: 42, followers: 1}
      ])
    ).toEqual({
      followers: 100,
      interactions: 100,
      median: 0,
      top: [
        {share: 0.01, ofInteractions: 0.42},
        {share: 0.05, ofInteractions: 0.65},
        {share: 0.1, ofInteractions: 0.7}
      ]
    });
    // Seven in a hundred are seven, not eight, whatever 0.07 × 100 is; a hundredth of thirty is one.
    expect(concentration([{interactions: 1, followers: 100}], [0.07])!.top[0]!.ofInteractions).toBe(0.07);
    expect(
      concentration([{interactions: 1, followers: 30}])!.top.map(({ofInteractions}) => ofInteractions)
    ).toEqual([1 / 30, 2 / 30, 3 / 30]);
    expect(concentration([{interactions: 0, followers: 3}])!.top[0]!.ofInteractions).toBe(null);
    expect(concentration([])).toBe(null);
    expect(
      concentration([
        {interactions: 1, followers: 1},
        {interactions: 4, followers: 1}
      ])!.median
    ).toBe(2.5);
  });

  it("gives more to more people, and at least their part", () => {
    const rows = fc.array(fc.record({interactions: fc.nat(30), followers: fc.integer({min: 1, max: 50})}), {
      minLength: 1,
      maxLength: 20
    });
    fc.assert(
      fc.property(rows, (people) => {
        const {top, interactions} = concentration(people, [0.05, 0.2, 0.6, 1])!;
        if (interactions === 0) return;
        top.forEach(({share, ofInteractions}, i) => {
          expect(ofInteractions).toBeGreaterThanOrEqual(top[i - 1]?.ofInteractions ?? 0);
          expect(ofInteractions).toBeGreaterThanOrEqual(share - 1e-9);
        });
        expect(top.at(-1)!.ofInteractions).toBe(1);
      })
    );
  });
});
