import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {newcombe, wilson} from "../../src/statistics/proportion.ts";
import {publishedIntervals} from "./published-intervals.ts";

const four = ({low, high}: {low: number; high: number}) => [low.toFixed(4), high.toFixed(4)];

describe("intervals of a share", () => {
  it.each(publishedIntervals)("%d of %d", (x, n, low, high) =>
    expect(four(wilson(x, n))).toEqual([low, high])
  );

  it("leaves everything possible when nobody was observed", () =>
    expect(wilson(0, 0)).toEqual({low: 0, high: 1}));

  it("holds the share, stays within 0 and 1, mirrors its complement and widens with the level", () => {
    const counts = fc
      .integer({min: 1, max: 5000})
      .chain((n) => fc.tuple(fc.integer({min: 0, max: n}), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const [at, mirror, wide] = [wilson(x, n), wilson(n - x, n), wilson(x, n, 0.99)];
        expect(at.low).toBeGreaterThanOrEqual(0);
        expect(at.low).toBeLessThanOrEqual(x / n);
        expect(at.high).toBeGreaterThanOrEqual(x / n);
        expect(at.high).toBeLessThanOrEqual(1);
        expect(at.low).toBeCloseTo(1 - mirror.high, 10);
        expect(wide.low).toBeLessThanOrEqual(at.low);
        expect(wide.high).toBeGreaterThanOrEqual(at.high);
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
