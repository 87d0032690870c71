import {describe, expect, it} from "vitest";
import {effectiveCount, weightedSums} from "../../src/statistics/weighted-share.ts";

describe("the effective count of a weighted sample", () => {
  const count = (...groups: [weight: number, people: number, hits: number][]) =>
    effectiveCount(weightedSums(groups.map(([weight, people, hits]) => ({weight, people, hits}))));

  it("is the count itself where everybody weighs the same", () => {
    expect(count([2.5, 40, 10])).toEqual({x: 10, n: 40});
    expect(count([1, 30, 4], [1, 12, 3])).toEqual({x: 7, n: 42});
  });

  it("is smaller the more weights differ, with the weighted share", () => {
    // By hand: weights 1 (10 people, 5 hits) and 9 (10 people, 1 hit): share 14 / 100; effective 100² / 820.
    const {x, n} = count([1, 10, 5], [9, 10, 1]);
    expect(x / n).toBeCloseTo(0.14, 12);
    expect(n).toBeCloseTo(10_000 / 820, 12);
  });

  it("leaves no doubt where everybody did it or nobody", () => {
    const {x, n} = count([1 / 3, 7, 7], [10 / 7, 11, 11]);
    expect(x).toBe(n);
    expect(count([1 / 3, 7, 0])).toMatchObject({x: 0});
  });

  it("is nothing of nobody", () => expect(count()).toEqual({x: 0, n: 0}));
});
