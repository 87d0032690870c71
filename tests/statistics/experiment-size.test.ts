import {describe, expect, it} from "vitest";
import {binomial, randomNumbers} from "../../src/statistics/multinomial.ts";
import {
  powerOfPeople,
  powerOfWeeks,
  sizeOfPeople,
  sizeOfWeeks
} from "../../src/statistics/experiment-size.ts";
import {armsResult} from "../../src/statistics/two-arms.ts";
import {drawWeeks, weeksResult} from "../../src/statistics/week-pairs.ts";
import {normalOf} from "./normal.ts";

describe("powerOfPeople", () => {
  // The exact power of Fisher's test at 5 %: all x1 and x0 of two arms of 50 with their chances, fisher.test of each, R 4.2.2.
  it("is the exact power of Fisher's test, up to the worlds it is counted in", () => {
    expect(Math.abs(powerOfPeople(50, 0.2, 0.3) - 0.8526659)).toBeLessThan(0.025);
    expect(Math.abs(powerOfPeople(50, 0.02, 0.1) - 0.312525)).toBeLessThan(0.025);
  });
});

describe("sizeOfPeople", () => {
  it("asks for about as many people as Fleiss's formula for the exact test", () => {
    // 5 % against 10 %, power 80 %: 434.4 in each arm without, 473.5 with the correction for continuity (Fleiss 1981, 3.18).
    const size = sizeOfPeople(0.05, 0.05)!;
    expect(size.units).toBeGreaterThan(2 * 434);
    expect(size.units).toBeLessThan(2 * 490);
    expect(size.power).toBeGreaterThanOrEqual(0.8);
  });

  it("never asks for fewer people than a plan takes, 30 in each arm", () => {
    // 10 % against 60 %: 17 in each arm would do, of whom nothing is ever said.
    const size = sizeOfPeople(0.1, 0.5)!;
    expect(size.units).toBe(60);
    // The exact test of all x1 and x0 of two arms of 30, enumerated apart from the program.
    expect(Math.abs(size.power - 0.98529)).toBeLessThan(0.01);
  });

  it("has no answer where nobody could gather so many, and refuses shares that are none", () => {
    expect(sizeOfPeople(0.5, 0.0005)).toBeNull();
    expect(() => sizeOfPeople(0.9, 0.2)).toThrow("between 0 and 1");
  });
});

describe("powerOfWeeks", () => {
  // power.t.test(n, delta = 1, sd = 1, type = "one.sample", strict = TRUE), R 4.2.2, which the assignments come near to.
  it("is near that of Student's test of as many differences", () => {
    expect(Math.abs(powerOfWeeks(16, 1, 1) - 0.680834)).toBeLessThan(0.04);
    expect(Math.abs(powerOfWeeks(24, 0.8, 1) - 0.7136601)).toBeLessThan(0.025);
    expect(Math.abs(powerOfWeeks(40, 0.6, 1) - 0.7210051)).toBeLessThan(0.025);
  });
});

describe("sizeOfWeeks", () => {
  it("never asks for fewer than 16 weeks, and grows as the difference shrinks", () => {
    expect(sizeOfWeeks(5, 1)).toEqual({units: 16, power: 1});
    // power.t.test(delta = 0.5, sd = 1, power = 0.8, type = "one.sample"): 33.4 pairs.
    const size = sizeOfWeeks(0.5, 1)!;
    expect(Math.abs(size.units - 67)).toBeLessThanOrEqual(4);
    expect(sizeOfWeeks(0.05, 1)).toBeNull();
  });
});

const isLong = process.env.WORLDS !== undefined;
const worlds = Number(process.env.WORLDS ?? 300);
// Three points, and what so many worlds leave to chance.
const within = 0.03 + 3 * Math.sqrt((0.8 * 0.2) / worlds);

describe(`the power promised, in ${worlds} other worlds`, () => {
  it.each([
    [0.05, 0.05],
    [0.2, 0.1],
    [0.01, 0.04]
  ])("holds of people of whom %f do it anyway, and %f more", (base, effect) => {
    const {units, power} = sizeOfPeople(base, effect)!;
    const random = randomNumbers(20261128);
    let real = 0;
    for (let world = 0; world < worlds; world++) {
      // Ten strata alike, as a plan has them.
      const n = Math.ceil(units / 20);
      const strata = Array.from({length: 10}, () => ({
        x1: binomial(n, base + effect, random),
        n1: n,
        x0: binomial(n, base, random),
        n0: n
      }));
      if (armsResult(strata)!.p <= 0.05) real++;
    }
    if (isLong) process.stdout.write(`${JSON.stringify({base, effect, units, power, got: real / worlds})}\n`);
    expect(Math.abs(real / worlds - power)).toBeLessThan(within);
  });

  it.each([[1.1], [0.8], [0.6]])("holds of weeks whose effect is %f of the scatter of a pair", (effect) => {
    const {units, power} = sizeOfWeeks(effect, 1)!;
    const random = randomNumbers(20261128);
    const count = worlds;
    let real = 0;
    for (let world = 0; world < count; world++) {
      const weeks = drawWeeks(units, world).map((isOn) => ({
        isOn,
        value: 50 + normalOf(random) / Math.SQRT2 + (isOn ? effect : 0)
      }));
      if (weeksResult(weeks, {seed: world, most: units > 20 ? 1000 : undefined})!.p <= 0.05) real++;
    }
    if (isLong) process.stdout.write(`${JSON.stringify({effect, units, power, got: real / count})}\n`);
    expect(Math.abs(real / count - power)).toBeLessThan(0.03 + 3 * Math.sqrt((0.8 * 0.2) / count));
  });
});
