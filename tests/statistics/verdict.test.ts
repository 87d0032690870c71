import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {reach} from "../../src/statistics/distributions.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {decide, sampleNeeded, verdictLevel, verdictOn} from "../../src/statistics/verdict.ts";

const estimate = (difference: number, half: number) => ({
  difference,
  low: difference - half,
  high: difference + half
});

describe("verdictOn", () => {
  it.each([
    [-0.01, 0.01, "no difference that matters"],
    [0.005, 0.015, "no difference that matters"],
    [0.005, 0.03, "supported"],
    [0.03, 0.05, "supported"],
    [-0.05, -0.01, "contradicted"],
    [-0.01, 0.03, "cannot tell yet"],
    [0, 0.03, "cannot tell yet"],
    [-0.02, 0.01, "cannot tell yet"]
  ] as const)("%d to %d with 0.02 worth acting on: %s", (low, high, verdict) => {
    expect(verdictOn({low, high}, 0.02)).toBe(verdict);
  });
});

describe("decide", () => {
  it("needs the certain estimate and both scenarios to agree", () => {
    expect(decide(estimate(0.1, 0.05), [estimate(0.08, 0.05), estimate(0.2, 0.05)], 0.02).verdict).toBe(
      "supported"
    );
    expect(decide(estimate(0.1, 0.05), [estimate(0.04, 0.05), estimate(0.2, 0.05)], 0.02).verdict).toBe(
      "cannot tell yet"
    );
    expect(decide(estimate(0.1, 0.05), [], 0.02)).toEqual({verdict: "supported", growth: 1});
    expect(decide(null, [], 0.02)).toEqual({verdict: "cannot tell yet", growth: null});
    expect(() => decide(estimate(0.1, 0.05), [], 0)).toThrow(
      "smallest difference worth acting on: 0 is not above 0"
    );
  });

  it("says how many times the sample is needed", () => {
    // Half the width is needed: four times the people.
    expect(decide(estimate(0.05, 0.1), [], 0.02).growth).toBeCloseTo(4, 6);
    // No difference at all, and ± 0.02 asked for of ± 0.06: nine times.
    expect(decide(estimate(0, 0.06), [], 0.02).growth).toBeCloseTo(9, 6);
  });

  it("says that no sample settles what the unknown routes decide", () => {
    expect(decide(estimate(0.05, 0.01), [estimate(-0.05, 0.01), estimate(0.1, 0.01)], 0.02)).toEqual({
      verdict: "cannot tell yet",
      growth: null
    });
  });

  const figure = fc
    .tuple(fc.integer({min: -200, max: 200}), fc.integer({min: 1, max: 300}))
    .map(([d, half]) => estimate(d / 1000, half / 1000));
  const mirrored = (of: {difference: number; low: number; high: number}) => ({
    difference: -of.difference,
    low: -of.high,
    high: -of.low
  });
  const opposite: Record<string, string> = {supported: "contradicted", contradicted: "supported"};

  it("comes out the other way for the contrary world, and its growth is the least that decides", () => {
    fc.assert(
      fc.property(fc.array(figure, {minLength: 1, maxLength: 3}), ([certain, ...scenarios]) => {
        const {verdict, growth} = decide(certain!, scenarios, 0.0205);
        const turned = decide(mirrored(certain!), scenarios.map(mirrored), 0.0205);
        expect(turned.verdict).toBe(opposite[verdict] ?? verdict);
        const grown = (times: number) => {
          const narrow = (of: typeof certain) =>
            estimate(of!.difference, (of!.high - of!.difference) / Math.sqrt(times));
          return decide(narrow(certain), scenarios.map(narrow), 0.0205).verdict;
        };
        if (growth !== null && growth > 1) {
          expect(grown(growth * 1.0001)).not.toBe("cannot tell yet");
          expect(grown(growth * 0.9999)).toBe("cannot tell yet");
        }
        if (growth === null)
          for (const times of [2, 10, 1e3, 1e6]) expect(grown(times)).toBe("cannot tell yet");
      })
    );
  });

  it("is ever wrong in 3.4 % of null worlds over six quarterly looks, where weekly looks at 95 % are in 24 %", () => {
    // The estimate after t weeks is a random walk over its own deviation; the first look comes after a quarter.
    const random = randomNumbers(4);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const worlds = 10_000;
    const [quarterlyReach, weeklyReach] = [reach(verdictLevel), reach(0.95)];
    let [quarterly, weekly] = [0, 0];
    for (let world = 0; world < worlds; world++) {
      let [sum, byQuarter, byWeek] = [0, false, false];
      for (let week = 1; week <= 78; week++) {
        sum += normal();
        const decides = (width: number) => {
          const verdict = verdictOn(estimate(sum / week, width / Math.sqrt(week)), 1e-6);
          return verdict === "supported" || verdict === "contradicted";
        };
        if (week % 13 === 0 && decides(quarterlyReach)) byQuarter = true;
        if (week >= 13 && decides(weeklyReach)) byWeek = true;
      }
      if (byQuarter) quarterly++;
      if (byWeek) weekly++;
    }
    expect(Math.abs(quarterly / worlds - 0.034)).toBeLessThan(0.006);
    expect(Math.abs(weekly / worlds - 0.24)).toBeLessThan(0.02);
  });
});

describe("what is still needed", () => {
  const on = new Date("2026-10-01T00:00:00Z");
  it("is people and a day", () => {
    expect(sampleNeeded(4, {people: 100, perDay: 10, on})).toEqual({
      people: 300,
      date: new Date("2026-10-31T00:00:00Z")
    });
    expect(sampleNeeded(4, {people: 100, perDay: 0, on})).toEqual({people: 300, date: null});
    expect(sampleNeeded(1e7, {people: 100, perDay: 0.2, on})).toEqual({people: 999_999_900, date: null});
    expect(sampleNeeded(null, {people: 100, perDay: 10, on})).toBe(null);
    expect(sampleNeeded(1e30, {people: 100, perDay: 10, on})).toBe(null);
    expect(sampleNeeded(1, {people: 100, perDay: 10, on})).toEqual({people: 0, date: on});
  });
});
