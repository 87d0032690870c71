import {reach} from "./distributions.ts";

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
