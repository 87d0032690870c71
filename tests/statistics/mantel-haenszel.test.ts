import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {eValue, eValueOfInterval} from "../../src/statistics/e-value.ts";
import {mantelHaenszel} from "../../src/statistics/mantel-haenszel.ts";

// UCBAdmissions: admitted of applied, male then female, departments A to F.
const admissions = [
  [512, 825, 89, 108],
  [353, 560, 17, 25],
  [120, 325, 202, 593],
  [138, 417, 131, 375],
  [53, 191, 94, 393],
  [22, 373, 24, 341]
].map(([x1, n1, x0, n0]) => ({x1: x1!, n1: n1!, x0: x0!, n0: n0!}));

const figures = ({estimate, low, high}: {estimate: number; low: number; high: number}) =>
  [estimate, low, high].map((value) => value.toFixed(4));

describe("mantelHaenszel", () => {
  it("has UCBAdmissions, male against female over departments", () => {
    const adjusted = mantelHaenszel(admissions);
    expect(adjusted.crudeDifference!.toFixed(4)).toBe("0.1416");
    expect(figures(adjusted.difference!)).toEqual(["-0.0184", "-0.0475", "0.0106"]);
    expect(figures(adjusted.riskRatio!)).toEqual(["0.9449", "0.8665", "1.0305"]);
    expect(figures(adjusted.oddsRatio!)).toEqual(["0.9047", "0.7719", "1.0603"]);
    // R's mantelhaen.test.
    expect(adjusted.test!.chiSquare.toFixed(4)).toBe("1.4269");
    expect(adjusted.test!.p.toFixed(4)).toBe("0.2323");
  });

  const strata = fc.array(
    fc
      .tuple(fc.integer({min: 0, max: 60}), fc.integer({min: 0, max: 60}), fc.nat(1000), fc.nat(1000))
      .map(([n1, n0, a, b]) => ({x1: Math.round((n1 * a) / 1000), n1, x0: Math.round((n0 * b) / 1000), n0})),
    {minLength: 1, maxLength: 12}
  );

  it("turns its sign, and its ratios over, with the groups", () => {
    fc.assert(
      fc.property(strata, (rows) => {
        const [one, other] = [rows, rows.map(({x1, n1, x0, n0}) => ({x1: x0, n1: n0, x0: x1, n0: n1}))].map(
          (s) => mantelHaenszel(s)
        );
        expect(one!.difference === null).toBe(other!.difference === null);
        if (one!.difference) {
          expect(one!.difference.estimate).toBeCloseTo(-other!.difference!.estimate, 10);
          expect(one!.difference.error).toBeCloseTo(other!.difference!.error, 10);
        }
        if (one!.riskRatio) expect(one!.riskRatio.estimate).toBeCloseTo(1 / other!.riskRatio!.estimate, 8);
        if (one!.oddsRatio) expect(one!.oddsRatio.low * other!.oddsRatio!.high).toBeCloseTo(1, 8);
        expect(one!.informative.first).toBe(other!.informative.second);
      })
    );
  });

  it("is not sure of no difference where nobody did it, or everybody", () => {
    // Wilson of none of 40 goes to z² / (40 + z²), 8.8 %: Newcombe's interval reaches as far to each side.
    const far = 1.959963984540054 ** 2 / (40 + 1.959963984540054 ** 2);
    for (const x of [0, 20]) {
      const strata = [1, 2].map(() => ({x1: x, n1: 20, x0: x, n0: 20}));
      const {estimate, low, high} = mantelHaenszel(strata).difference!;
      expect([estimate, low, high]).toEqual([0, expect.closeTo(-far, 10), expect.closeTo(far, 10)]);
    }
    expect(mantelHaenszel([{x1: 0, n1: 40, x0: 40, n0: 40}]).difference!.high).toBeGreaterThan(-0.95);
  });

  it("is the plain comparison in one stratum, and learns nothing from a stratum of one group", () => {
    const plain = {x1: 30, n1: 100, x0: 20, n0: 50};
    const alone = mantelHaenszel([plain]);
    expect(alone.difference!.estimate).toBeCloseTo(-0.1, 12);
    // 0.3 · 0.7 / 100 + 0.4 · 0.6 / 50.
    expect(alone.difference!.error).toBeCloseTo(Math.sqrt(0.0021 + 0.0048), 12);
    expect(alone.riskRatio!.estimate).toBeCloseTo(0.75, 12);
    const lopsided = mantelHaenszel([plain, {x1: 100, n1: 100, x0: 0, n0: 0}]);
    expect(lopsided.difference).toEqual(alone.difference);
    expect(lopsided.informative).toEqual({first: 0.5, second: 1});
    expect(mantelHaenszel([{x1: 1, n1: 3, x0: 0, n0: 0}])).toMatchObject({
      crudeDifference: null,
      difference: null,
      test: null
    });
  });
});

describe("E-values", () => {
  it("are 7.263 and 4.233 for a ratio of 3.9 with its limit at 2.4", () => {
    expect(eValue(3.9).toFixed(3)).toBe("7.263");
    expect(eValueOfInterval({low: 2.4, high: 6}).toFixed(3)).toBe("4.233");
  });
  it("are the same for the ratio turned over, and 1 where the interval holds 1", () => {
    expect(eValue(1 / 3.9)).toBeCloseTo(eValue(3.9), 12);
    expect(eValueOfInterval({low: 0.2, high: 1 / 2.4})).toBeCloseTo(eValue(2.4), 12);
    expect(eValueOfInterval({low: 0.9, high: 1.3})).toBe(1);
  });
});
