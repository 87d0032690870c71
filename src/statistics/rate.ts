import {reach} from "./distributions.ts";
import type {Interval} from "./proportion.ts";

/**
 * Sums over persons (or over campaigns, where people come in campaigns): how many there are, their acts and their
 * covered weeks, and the squares and products of the two. Sums suffice, so the cost does not follow the followers.
 */
export type RateSums = {
  units: number;
  acts: number;
  weeks: number;
  actsSquared: number;
  actsWeeks: number;
  weeksSquared: number;
};

export type Rate = {rate: number; error: number | null} & Interval;

/**
 * Acts per 100 covered follower-weeks: Σ acts / Σ weeks as a ratio estimator, its interval on the log scale. Null
 * without covered weeks: not collected is not zero. No act at all has the exact Poisson upper limit; one unit alone
 * says nothing about how units differ, and its interval is open.
 */
export function rate(sums: RateSums, level = 0.95): Rate | null {
  const {acts, weeks} = sums;
  if (!(weeks > 0)) return null;
  const per = 100 / weeks;
  if (acts === 0) return {rate: 0, error: null, low: 0, high: -Math.log((1 - level) / 2) * per};
  const relative = relativeError(sums);
  if (relative === null) return {rate: acts * per, error: null, low: 0, high: Infinity};
  const factor = Math.exp(reach(level) * relative);
  return {
    rate: acts * per,
    error: relative * acts * per,
    low: (acts * per) / factor,
    high: acts * per * factor
  };
}

/** The standard error of the rate over the rate: n/(n−1) · Σ(A − rW)² over (Σ A)². */
function relativeError({
  units: n,
  acts,
  weeks,
  actsSquared,
  actsWeeks,
  weeksSquared
}: RateSums): number | null {
  if (n < 2) return null;
  const r = acts / weeks;
  const squares = Math.max(0, actsSquared - 2 * r * actsWeeks + r ** 2 * weeksSquared);
  return Math.sqrt((n / (n - 1)) * squares) / acts;
}
