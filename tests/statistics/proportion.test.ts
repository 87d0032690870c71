import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  clopperPearson,
  clusteredWilson,
  designEffect,
  jeffreys,
  newcombe,
  pooled,
  wilson
} from "../../src/statistics/proportion.ts";

const four = ({low, high}: {low: number; high: number}) => [low.toFixed(4), high.toFixed(4)];

describe("intervals of a share", () => {
  // x, n, Wilson, Jeffreys, Clopper–Pearson, at 95 %
  it.each([
    [0, 10, [0, 0.2775], [0, 0.2172], [0, 0.3085]],
    [1, 10, [0.0179, 0.4042], [0.011, 0.3813], [0.0025, 0.445]],
    [1, 29, [0.0061, 0.1718], [0.0037, 0.1501], [0.0009, 0.1776]],
    [3, 25, [0.0417, 0.2996], [0.035, 0.2867], [0.0255, 0.3122]],
    [65, 500, [0.1033, 0.1623], [0.1027, 0.1616], [0.1018, 0.1627]],
    [81, 263, [0.2553, 0.3662], [0.2545, 0.3656], [0.2527, 0.3676]]
  ])("%d of %d", (x, n, ...[w, j, c]) => {
    const text = (pair: number[]) => pair.map((value) => value.toFixed(4));
    expect(four(wilson(x, n))).toEqual(text(w!));
    expect(four(jeffreys(x, n))).toEqual(text(j!));
    expect(four(clopperPearson(x, n))).toEqual(text(c!));
  });

  it("leaves everything possible when nobody was observed", () =>
    expect(wilson(0, 0)).toEqual({low: 0, high: 1}));

  it("holds the share, stays within 0 and 1, mirrors its complement and widens with the level", () => {
    const counts = fc
      .integer({min: 1, max: 5000})
      .chain((n) => fc.tuple(fc.integer({min: 0, max: n}), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([x, n]) => {
        for (const interval of [wilson, jeffreys, clopperPearson]) {
          const [at, mirror, wide] = [interval(x, n), interval(n - x, n), interval(x, n, 0.99)];
          expect(at.low).toBeGreaterThanOrEqual(0);
          expect(at.low).toBeLessThanOrEqual(x / n);
          expect(at.high).toBeGreaterThanOrEqual(x / n);
          expect(at.high).toBeLessThanOrEqual(1);
          expect(at.low).toBeCloseTo(1 - mirror.high, 10);
          expect(wide.low).toBeLessThanOrEqual(at.low);
          expect(wide.high).toBeGreaterThanOrEqual(at.high);
        }
      })
    );
  });
});

describe("newcombe", () => {
  it.each([
    [56, 70, 48, 80, "0.0524", "0.3339"],
    [9, 10, 3, 10, "0.1705", "0.8090"]
  ])("%d/%d − %d/%d", (x1, n1, x2, n2, low, high) => {
    expect(four(newcombe(x1, n1, x2, n2))).toEqual([low, high]);
    expect(newcombe(x1, n1, x2, n2).difference).toBeCloseTo(x1 / n1 - x2 / n2, 12);
  });
});

describe("pooled", () => {
  it("weighs each cohort by its people: Mixpanel's example is 60 %, not 56 %", () => {
    expect(
      pooled([
        {x: 500, n: 1000},
        {x: 400, n: 500}
      ])
    ).toEqual({x: 900, n: 1500, share: 0.6});
  });
  it("takes nothing from an empty cohort and has no share without people", () => {
    expect(
      pooled([
        {x: 3, n: 10},
        {x: 0, n: 0}
      ]).share
    ).toBe(0.3);
    expect(pooled([{x: 0, n: 0}]).share).toBe(null);
  });
});

describe("design effect", () => {
  it("is 1 where clusters do not differ more than chance, and is the cluster size where they are all or nothing", () => {
    expect(
      designEffect([
        {x: 5, n: 10},
        {x: 5, n: 10}
      ])
    ).toBe(1);
    // Four clusters of ten, two full and two empty: 4/3 · Σ(x − n/2)² / n² = 4/3 · 100 / 1600 over 0.25 / 40.
    const clusters = [10, 10, 0, 0].map((x) => ({x, n: 10}));
    expect(designEffect(clusters)).toBeCloseTo(40 / 3, 12);
    expect(clusteredWilson(clusters).low).toBeCloseTo(wilson(1.5, 3).low, 12);
  });
});
