import {chiSquareP, reach} from "./distributions.ts";
import {newcombe, type Interval} from "./proportion.ts";

/** One stratum: x1 of n1 in the first group and x0 of n0 in the second. */
export type Stratum = {x1: number; n1: number; x0: number; n0: number};

export type Adjusted = {estimate: number; error: number} & Interval;

/** Ratios are null where one side is 0, which has no logarithm; their `error` is that of the logarithm. */
export type MantelHaenszel = {
  crudeDifference: number | null;
  difference: Adjusted | null;
  riskRatio: Adjusted | null;
  oddsRatio: Adjusted | null;
  /** Share of each group in strata that hold both groups; only those inform the adjusted figures. */
  informative: {first: number; second: number};
  /** R's mantelhaen.test for 2 × 2 × K, with its continuity correction and without. */
  test: {chiSquare: number; p: number; uncorrected: number; uncorrectedP: number} | null;
};

/**
 * First minus second, and first over second, over strata: Sato, Greenland–Robins and Robins–Breslow–Greenland. Where nobody of a
 * stratum did it, or everybody, in any of them, Sato's variance is 0: then the interval has the width of Newcombe's over the people
 * of all of them.
 */
export function mantelHaenszel(strata: Stratum[], level = 0.95): MantelHaenszel {
  const both = strata.filter(({n1, n0}) => n1 > 0 && n0 > 0);
  const of = (rows: Stratum[], value: (row: Stratum) => number) =>
    rows.reduce((sum, row) => sum + value(row), 0);
  const [n1, n0] = [of(strata, (s) => s.n1), of(strata, (s) => s.n0)];
  const crude = of(strata, (s) => s.x1) / n1 - of(strata, (s) => s.x0) / n0;
  return {
    crudeDifference: n1 > 0 && n0 > 0 ? crude : null,
    difference: differenceOf(both, level),
    riskRatio: riskRatioOf(both, level),
    oddsRatio: oddsRatioOf(both, level),
    informative: {
      first: n1 > 0 ? of(both, (s) => s.n1) / n1 : 0,
      second: n0 > 0 ? of(both, (s) => s.n0) / n0 : 0
    },
    test: testOf(both)
  };
}

function differenceOf(strata: Stratum[], level: number): Adjusted | null {
  let [weights, top, p, q] = [0, 0, 0, 0];
  for (const {x1, n1, x0, n0} of strata) {
    const n = n1 + n0;
    weights += (n1 * n0) / n;
    top += (x1 * n0 - x0 * n1) / n;
    p += (n1 ** 2 * x0 - n0 ** 2 * x1 + (n1 * n0 * (n0 - n1)) / 2) / n ** 2;
    q += (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n);
  }
  if (weights === 0) return null;
  const estimate = top / weights;
  const error = Math.sqrt(Math.max(0, estimate * p + q)) / weights;
  if (error < 1e-12) {
    const sum = (of: (row: Stratum) => number) => strata.reduce((all, row) => all + of(row), 0);
    const all = newcombe(sum((s) => s.x1), sum((s) => s.n1), sum((s) => s.x0), sum((s) => s.n0), level); // prettier-ignore
    const [below, above] = [all.difference - all.low, all.high - all.difference];
    return {estimate, error, low: Math.max(-1, estimate - below), high: Math.min(1, estimate + above)};
  }
  const half = reach(level) * error;
  return {estimate, error, low: Math.max(-1, estimate - half), high: Math.min(1, estimate + half)};
}

function riskRatioOf(strata: Stratum[], level: number): Adjusted | null {
  let [top, bottom, spread] = [0, 0, 0];
  for (const {x1, n1, x0, n0} of strata) {
    const n = n1 + n0;
    top += (x1 * n0) / n;
    bottom += (x0 * n1) / n;
    spread += (n1 * n0 * (x1 + x0) - x1 * x0 * n) / n ** 2;
  }
  if (top === 0 || bottom === 0) return null;
  return ratio(top / bottom, Math.sqrt(spread / (top * bottom)), level);
}

function oddsRatioOf(strata: Stratum[], level: number): Adjusted | null {
  let [r, s, pr, mixed, qs] = [0, 0, 0, 0, 0];
  for (const {x1, n1, x0, n0} of strata) {
    const n = n1 + n0;
    const [agree, differ] = [(x1 + n0 - x0) / n, (n1 - x1 + x0) / n];
    const [rk, sk] = [(x1 * (n0 - x0)) / n, (x0 * (n1 - x1)) / n];
    r += rk;
    s += sk;
    pr += agree * rk;
    mixed += agree * sk + differ * rk;
    qs += differ * sk;
  }
  if (r === 0 || s === 0) return null;
  return ratio(r / s, Math.sqrt(pr / (2 * r ** 2) + mixed / (2 * r * s) + qs / (2 * s ** 2)), level);
}

function ratio(estimate: number, error: number, level: number): Adjusted {
  const factor = Math.exp(reach(level) * error);
  return {estimate, error, low: estimate / factor, high: estimate * factor};
}

function testOf(strata: Stratum[]): MantelHaenszel["test"] {
  let [excess, variance] = [0, 0];
  for (const {x1, n1, x0, n0} of strata) {
    const n = n1 + n0;
    const x = x1 + x0;
    excess += x1 - (n1 * x) / n;
    variance += (n1 * n0 * x * (n - x)) / (n ** 2 * (n - 1));
  }
  if (variance === 0) return null;
  const gap = Math.abs(excess);
  const chiSquare = (gap - (gap >= 0.5 ? 0.5 : 0)) ** 2 / variance;
  const uncorrected = gap ** 2 / variance;
  return {chiSquare, p: chiSquareP(chiSquare, 1), uncorrected, uncorrectedP: chiSquareP(uncorrected, 1)};
}
