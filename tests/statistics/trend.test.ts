import {expect, it} from "vitest";
import {binomial, randomNumbers} from "../../src/statistics/multinomial.ts";
import {trend} from "../../src/statistics/trend.ts";

it("has the smokers of R's prop.trend.test", () => {
  const n = [86, 93, 136, 82];
  const rows = [83, 90, 129, 70].map((x, score) => ({x, n: n[score]!, score}));
  const {chiSquare, p} = trend(rows);
  expect(chiSquare!.toFixed(4)).toBe("8.2249");
  expect(p!.toFixed(6)).toBe("0.004132");
});

it("finds a straight line, and the width of independent people where cohorts lie on it", () => {
  const {slope, error} = trend([0.2, 0.3, 0.4, 0.5].map((share, score) => ({score, x: 100 * share, n: 100})));
  expect(slope).toBeCloseTo(0.1, 12);
  // 0.35 · 0.65 over 100 · (1.5² + 0.5² + 0.5² + 1.5²).
  expect(error).toBeCloseTo(Math.sqrt((0.35 * 0.65) / 500), 12);
  // Four, five and six of forty, which the plain test takes for chance (p 0.50), are no trend.
  const {low, high} = trend([4, 5, 6].map((x, score) => ({score, x, n: 40})));
  expect(low).toBeLessThan(0);
  expect(high).toBeGreaterThan(0);
});

it("says nothing without two scores or a spread of shares", () => {
  expect(trend([{score: 1, x: 3, n: 10}])).toMatchObject({chiSquare: null, slope: null, low: null});
  expect(trend([0, 1, 2].map((score) => ({score, x: 0, n: 10})))).toMatchObject({
    chiSquare: null, slope: 0, error: null, low: null, high: null
  }); // prettier-ignore
});

it("does not take months that swing for reasons of their own for a trend, as the plain test does", () => {
  const random = randomNumbers(11);
  let [robust, plain] = [0, 0];
  for (let world = 0; world < 1000; world++) {
    const rows = Array.from({length: 12}, (_, score) => ({
      score,
      n: 400,
      x: binomial(400, 0.1 + 0.1 * random(), random)
    }));
    const {low, high, p} = trend(rows);
    if (low! > 0 || high! < 0) robust++;
    if (p! < 0.05) plain++;
  }
  expect(robust).toBeLessThan(65);
  expect(plain).toBeGreaterThan(200);
});
