import {describe, expect, it} from "vitest";
import {binomial, multinomial, randomNumbers} from "../../src/statistics/multinomial.ts";

/** Exact probability of k successes, by logarithms of factorials. */
function probability(n: number, p: number, k: number): number {
  let log = k * Math.log(p) + (n - k) * Math.log(1 - p);
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return Math.exp(log);
}

describe("binomial", () => {
  it.each([
    [20, 0.1],
    [40, 0.9],
    [60, 0.4],
    [500, 0.06]
  ])("is distributed as n = %d, p = %d says", (n, p) => {
    const random = randomNumbers(n);
    const draws = 40_000;
    const seen: number[] = Array.from({length: n + 1}, () => 0);
    for (let i = 0; i < draws; i++) seen[binomial(n, p, random)]!++;
    let [chiSquare, cells] = [0, 0];
    seen.forEach((count, k) => {
      const expected = draws * probability(n, p, k);
      if (expected < 10) return;
      chiSquare += (count - expected) ** 2 / expected;
      cells++;
    });
    // Five standard deviations of a chi-square over its mean.
    expect(chiSquare).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
  });

  it("leaves a true 95 % within 93–97 % with chance 97 % over 500 worlds, and 99.99 % over 2,000", () => {
    const random = randomNumbers(3);
    const outside = (worlds: number) => {
      let count = 0;
      for (let i = 0; i < 20_000; i++) {
        const share = binomial(worlds, 0.95, random) / worlds;
        if (share < 0.93 || share > 0.97) count++;
      }
      return count / 20_000;
    };
    expect(Math.abs(outside(500) - 0.03)).toBeLessThan(0.01);
    expect(outside(2000)).toBeLessThan(0.0005);
  });

  it("knows the ends", () => {
    const random = randomNumbers(1);
    expect([binomial(0, 0.5, random), binomial(9, 0, random), binomial(9, 1, random)]).toEqual([0, 0, 9]);
  });
});

describe("multinomial", () => {
  it("keeps the number of people, and each row's share on average", () => {
    const random = randomNumbers(5);
    const counts = [5_000_000, 3_000_000, 0, 1_999_990, 10];
    const drawn = multinomial(counts, random);
    expect(drawn.reduce((a, b) => a + b)).toBe(10_000_000);
    expect(drawn[2]).toBe(0);
    expect(Math.abs(drawn[0]! - 5_000_000)).toBeLessThan(5 * Math.sqrt(2_500_000));
  });
});
