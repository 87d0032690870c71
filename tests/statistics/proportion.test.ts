import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {likeness, newcombe, pairedHybrid, wilson} from "../../src/statistics/proportion.ts";
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

describe("the difference of the same people's two answers", () => {
  /** Both times yes, first alone, second alone, neither. */
  const paired = (r: number, s: number, t: number, u: number) => {
    const n = r + s + t + u;
    const [first, second] = [(r + s) / n, (r + t) / n];
    const alike = likeness({n, first, second, both: r / n});
    return pairedHybrid(first, wilson(r + s, n), second, wilson(r + t, n), alike);
  };

  it("is that of a worked example", () => {
    // Altman, Machin, Bryant and Gardner (2000), Statistics with Confidence, table 6.2: 14, 5, 0, 22.
    const {difference, low, high} = paired(14, 5, 0, 22);
    expect([difference, low, high].map((x) => x.toFixed(3))).toEqual(["0.122", "0.011", "0.226"]);
  });

  it("is wider where answers are not alike, and as wide as of other people where they say nothing of each other", () => {
    const width = ({low, high}: {low: number; high: number}) => high - low;
    expect(width(paired(30, 10, 10, 50))).toBeLessThan(width(paired(10, 30, 30, 30)));
    const {low, high} = paired(16, 24, 24, 36);
    const others = newcombe(40, 100, 40, 100);
    expect([low, high].map((x) => x.toFixed(10))).toEqual(
      [others.low, others.high].map((x) => x.toFixed(10))
    );
  });

  it("has no likeness where all answered alike once", () => {
    expect(likeness({n: 9, first: 0, second: 0.4, both: 0})).toBe(0);
    expect(likeness({n: 0, first: 0, second: 0, both: 0})).toBe(0);
  });
});
