import {describe, expect, it} from "vitest";
import {fewestWeeks, sumOverWeeks} from "../../src/statistics/block-bootstrap.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";

const weeks = [3, 0, 12, 5, 7, 1, 0, 9, 4, 6];

describe("a sum over weeks", () => {
  it("has its total inside its interval, and the same interval each time", () => {
    const {total, low, high} = sumOverWeeks(weeks);
    expect(total).toBe(47);
    expect(low!).toBeGreaterThan(0);
    expect(low!).toBeLessThan(47);
    expect(high!).toBeGreaterThan(47);
    expect(sumOverWeeks(weeks)).toEqual({total, low, high});
  });

  it("grows and shrinks with its weeks", () => {
    const [one, ten] = [sumOverWeeks(weeks), sumOverWeeks(weeks.map((week) => 10 * week))];
    expect(ten.low! / one.low!).toBeCloseTo(10, 8);
    expect(ten.high! / one.high!).toBeCloseTo(10, 8);
  });

  it("has no interval where weeks are few, all alike or empty", () => {
    const nothing = {low: null, high: null};
    expect(sumOverWeeks(weeks.slice(0, fewestWeeks - 1))).toEqual({total: 28, ...nothing});
    expect(sumOverWeeks(Array.from({length: 20}, () => 3))).toEqual({total: 60, ...nothing});
    expect(sumOverWeeks(Array.from({length: 20}, () => 0))).toEqual({total: 0, ...nothing});
    const four = [5, 9, 2, 1];
    expect(sumOverWeeks([...four, 0, 0, 0, 0, 0])).toEqual({total: 17, ...nothing});
    expect(sumOverWeeks([...four, 3, 0, 0, 0, 0]).low).not.toBe(null);
    expect(sumOverWeeks([...weeks, -100])).toEqual({total: -53, ...nothing});
  });

  it("takes weeks in which more was refunded than sold", () => {
    const {total, low, high} = sumOverWeeks([...weeks, -4]);
    expect(total).toBe(43);
    expect([low! < 43, high! > 43]).toEqual([true, true]);
  });

  it("covers what such weeks bring on average, where counts are over-dispersed", () => {
    const random = randomNumbers(20261128);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    // Gamma with shape 2 is the sum of two exponentials: weeks scatter by 0.71 of their mean.
    const week = () => -Math.log(1 - random()) - Math.log(1 - random());
    const [worlds, mean, count] = [400, 20, 16];
    let covered = 0;
    for (let world = 0; world < worlds; world++) {
      const drawn = Array.from({length: count}, () => {
        const rate = (mean / 2) * week();
        return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal()));
      });
      const {low, high} = sumOverWeeks(drawn);
      if (low! <= mean * count && high! >= mean * count) covered++;
    }
    expect(covered / worlds).toBeGreaterThan(0.92);
    expect(covered / worlds).toBeLessThan(0.98);
  });
});
