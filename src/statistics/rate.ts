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

/** The sums of persons given one by one or in groups who share their acts and weeks. */
export function rateSums(rows: {acts: number; weeks: number; count?: number}[]): RateSums {
  const sums = {units: 0, acts: 0, weeks: 0, actsSquared: 0, actsWeeks: 0, weeksSquared: 0};
  for (const {acts, weeks, count = 1} of rows) {
    sums.units += count;
    sums.acts += count * acts;
    sums.weeks += count * weeks;
    sums.actsSquared += count * acts ** 2;
    sums.actsWeeks += count * acts * weeks;
    sums.weeksSquared += count * weeks ** 2;
  }
  return sums;
}

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

/** First rate over second with a log interval; null where either has no acts. */
export function rateRatio(
  first: RateSums,
  second: RateSums,
  level = 0.95
): ({ratio: number} & Interval) | null {
  const errors = [first, second].map((sums) =>
    sums.acts > 0 && sums.weeks > 0 ? relativeError(sums) : null
  );
  const [one, two] = errors;
  if (one == null || two == null) return null;
  const ratio = first.acts / first.weeks / (second.acts / second.weeks);
  const factor = Math.exp(reach(level) * Math.hypot(one, two));
  return {ratio, low: ratio / factor, high: ratio * factor};
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
