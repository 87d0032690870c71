import {betaQuantile, reach} from "./distributions.ts";

export type Interval = {low: number; high: number};

/** Wilson's score interval of x in n; nobody observed leaves everything possible, 0 to 1. */
export function wilson(x: number, n: number, level = 0.95): Interval {
  if (n <= 0) return {low: 0, high: 1};
  const z2 = reach(level) ** 2;
  const p = x / n;
  const centre = p + z2 / (2 * n);
  const half = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n)));
  const scale = 1 + z2 / n;
  // Rounding may leave a bound a bit outside at x = 0 and x = n, where it is exact.
  return {
    low: x <= 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: x >= n ? 1 : Math.min(1, (centre + half) / scale)
  };
}

/** Jeffreys' equal-tailed interval; the lower bound is 0 at x = 0, the upper one 1 at x = n. */
export function jeffreys(x: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    low: x <= 0 ? 0 : betaQuantile(tail, x + 0.5, n - x + 0.5),
    high: x >= n ? 1 : betaQuantile(1 - tail, x + 0.5, n - x + 0.5)
  };
}

/** The exact interval of Clopper and Pearson. */
export function clopperPearson(x: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    low: x <= 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    high: x >= n ? 1 : betaQuantile(1 - tail, x + 1, n - x)
  };
}

export type Difference = Interval & {difference: number};

/** x1/n1 − x2/n2 with Newcombe's hybrid of two Wilson intervals. Both groups need somebody. */
export function newcombe(x1: number, n1: number, x2: number, n2: number, level = 0.95): Difference {
  return hybrid(x1 / n1, wilson(x1, n1, level), x2 / n2, wilson(x2, n2, level));
}

/** p1 − p2 of two independent shares from their own intervals, whatever made those (clustering, a life table). */
export function hybrid(p1: number, first: Interval, p2: number, second: Interval): Difference {
  const difference = p1 - p2;
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(p1 - first.low, second.high - p2)),
    high: Math.min(1, difference + Math.hypot(first.high - p1, p2 - second.low))
  };
}

/**
 * How many times the variance of Σx/Σn exceeds the binomial one when people come in clusters (a campaign, a
 * cohort): the ratio estimator's variance over p(1−p)/n. Never below 1, and 1 where it cannot be known.
 */
export function designEffect(clusters: {x: number; n: number}[]): number {
  const {x, n} = pooled(clusters);
  const p = x / n;
  if (clusters.length < 2 || x <= 0 || x >= n) return 1;
  const k = clusters.length;
  const variance = ((k / (k - 1)) * sum(clusters, (c) => (c.x - p * c.n) ** 2)) / n ** 2;
  return Math.max(1, variance / ((p * (1 - p)) / n));
}

/** Wilson's interval of the pooled share with the effective number of people, n / design effect. */
export function clusteredWilson(clusters: {x: number; n: number}[], level = 0.95): Interval {
  const {x, n} = pooled(clusters);
  const effect = designEffect(clusters);
  return wilson(x / effect, n / effect, level);
}

/** Σx, Σn and their share over groups: large groups weigh more, empty ones nothing. Null when nobody is there. */
export function pooled(groups: {x: number; n: number}[]): {x: number; n: number; share: number | null} {
  const x = sum(groups, (g) => g.x);
  const n = sum(groups, (g) => g.n);
  return {x, n, share: n > 0 ? x / n : null};
}

function sum<T>(rows: T[], of: (row: T) => number): number {
  let total = 0;
  for (const row of rows) total += of(row);
  return total;
}
