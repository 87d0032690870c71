import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {cumulativeIncidence} from "../../src/statistics/cumulative-incidence.ts";
import {lifeTable} from "../../src/statistics/life-table.ts";
import {wilson} from "../../src/statistics/proportion.ts";

const rows = fc.array(
  fc.record({
    time: fc.integer({min: 1, max: 10}),
    cause: fc.constantFrom("engaged", "left", null),
    count: fc.integer({min: 1, max: 20})
  }),
  {minLength: 1, maxLength: 30}
);

describe("cumulativeIncidence", () => {
  it("shares everybody out between the causes and those still free, never falling", () => {
    fc.assert(
      fc.property(rows, (people) => {
        const steps = cumulativeIncidence(people);
        steps.forEach(({free, incidence}, i) => {
          const values = Object.values(incidence);
          expect(free + values.reduce((sum, {value}) => sum + value, 0)).toBeCloseTo(1, 10);
          for (const [cause, {value, low, high}] of Object.entries(incidence)) {
            expect(value).toBeGreaterThanOrEqual(steps[i - 1]?.incidence[cause]!.value ?? 0);
            expect(low).toBeLessThanOrEqual(value + 1e-12);
            expect(high).toBeGreaterThanOrEqual(value - 1e-12);
          }
        });
      })
    );
  });

  it("is the plain share, with the binomial error, while nobody is lost from sight", () => {
    const steps = cumulativeIncidence([
      {time: 1, cause: "engaged", count: 10},
      {time: 2, cause: "left", count: 20},
      {time: 3, cause: "engaged", count: 10},
      {time: 9, cause: null, count: 60}
    ]);
    const {value, error} = steps[2]!.incidence.engaged!;
    expect(value).toBeCloseTo(0.2, 12);
    expect(error).toBeCloseTo(Math.sqrt((0.2 * 0.8) / 100), 12);
  });

  it("does not take those who left for people who may still engage", () => {
    // One minus Kaplan–Meier with leaving as censoring would say 1: the only one left engages at last.
    const steps = cumulativeIncidence([
      {time: 1, cause: "left", count: 9},
      {time: 2, cause: "engaged", count: 1}
    ]);
    expect(steps[1]!.incidence.engaged!.value).toBeCloseTo(0.1, 12);
  });

  it("gives a cause that never happened the upper limit of none", () => {
    const [step] = cumulativeIncidence([
      {time: 1, cause: "left", count: 1},
      {time: 2, cause: "engaged", count: 1},
      {time: 3, cause: null, count: 8}
    ]);
    expect(step!.incidence.engaged).toEqual({value: 0, error: 0, ...wilson(0, 10)});
  });
});

describe("lifeTable", () => {
  const group = [
    {age: 30, cause: "unfollowed", count: 12},
    {age: 60, cause: "gone", count: 3},
    {age: 60, cause: "unfollowed", count: 5},
    {age: 90, cause: null, count: 80}
  ];

  it("has Wilson's interval of the plain share while nobody is lost from sight", () => {
    const table = lifeTable(group, [30, 60, 90]);
    expect(table.map(({age, atRisk, retained}) => [age, atRisk, Number(kept.toFixed(10))])).toEqual([
      [30, 100, 0.88],
      [60, 88, 0.8],
      [90, 80, 0.8]
    ]);
    expect(table[1]!.retainedInterval.low).toBeCloseTo(wilson(80, 100).low, 10);
    expect(table[1]!.retainedInterval.high).toBeCloseTo(wilson(80, 100).high, 10);
    expect(table[1]!.hazard).toBeCloseTo(8 / 88, 12);
    expect(table[2]!.incidence.gone!.value).toBeCloseTo(0.03, 12);
  });

  it("refuses an age that is not on the grid", () => {
    expect(() => lifeTable([{age: 45, cause: "gone", count: 1}], [30, 60])).toThrow(
      "age 45 is not on the grid 30 60"
    );
  });
});
