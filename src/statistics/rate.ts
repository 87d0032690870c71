import {reach} from "./distributions.ts";
import type {Interval} from "./proportion.ts";

/**
 * Sums over persons (or over campaigns, where people come in campaigns): how many there are, their interactions and their
 * covered weeks, and the squares and products of the two. Sums suffice, so the cost does not follow the followers.
 */
export type RateSums = {
  units: number;
  interactions: number;
  weeks: number;
  interactionsSquared: number;
  interactionsWeeks: number;
  weeksSquared: number;
};

export type Rate = {rate: number; error: number | null} & Interval;

/**
 * Interactions per 100 covered follower-weeks: Σ interactions / Σ weeks as a ratio estimator, its interval on the log scale. Null
 * without covered weeks: not collected is not zero. No act at all has the exact Poisson upper limit; one unit alone
 * says nothing about how units differ, and its interval is open.
 */
export function rate(sums: RateSums, level = 0.95): Rate | null {
  const {interactions, weeks} = sums;
  if (!(weeks > 0)) return null;
  const per = 100 / weeks;
  if (interactions === 0) return {rate: 0, error: null, low: 0, high: -Math.log((1 - level) / 2) * per};
  const relative = relativeError(sums);
  if (relative === null) return {rate: interactions * per, error: null, low: 0, high: Infinity};
  const factor = Math.exp(reach(level) * relative);
  return {
    rate: interactions * per,
    error: relative * interactions * per,
    low: (interactions * per) / factor,
    high: interactions * per * factor
  };
}

/** The standard error of the rate over the rate: n/(n−1) · Σ(A − rW)² over (Σ A)². */
function relativeError({
  units: n,
  interactions,
  weeks,
  interactionsSquared,
  interactionsWeeks,
  weeksSquared
}: RateSums): number | null {
  if (n < 2) return null;
  const r = interactions / weeks;
  const squares = Math.max(0, interactionsSquared - 2 * r * interactionsWeeks + r ** 2 * weeksSquared);
  return Math.sqrt((n / (n - 1)) * squares) / interactions;
}
