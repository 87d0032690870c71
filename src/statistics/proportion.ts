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
function hybrid(p1: number, first: Interval, p2: number, second: Interval): Difference {
  const difference = p1 - p2;
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(p1 - first.low, second.high - p2)),
    high: Math.min(1, difference + Math.hypot(first.high - p1, p2 - second.low))
  };
}

/** Of `n` people asked the same twice: the shares who did it first and second, and both times. */
export interface Pairs {
  n: number;
  first: number;
  second: number;
  both: number;
}

/**
 * How alike the two answers of each person are, from -1 to 1, corrected towards 0 as Newcombe's paired interval asks; 0
 * where all answered alike once.
 */
export function likeness({n, first, second, both}: Pairs): number {
  const spread = first * (1 - first) * second * (1 - second);
  if (!(n > 0) || !(spread > 0)) return 0;
  const product = both - first * second;
  return (product > 0 ? Math.max(0, product - 1 / (2 * n)) : product) / Math.sqrt(spread);
}

/**
 * p1 − p2 of the same people from each share's own interval and the likeness of their answers (Newcombe 1998, Statistics in
 * Medicine 17, 2635–2650, method 10).
 */
export function pairedHybrid(
  p1: number,
  first: Interval,
  p2: number,
  second: Interval,
  alike: number
): Difference {
  const difference = p1 - p2;
  const reachOf = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * alike * a * b + b * b));
  return {
    difference,
    low: Math.max(-1, difference - reachOf(p1 - first.low, second.high - p2)),
    high: Math.min(1, difference + reachOf(first.high - p1, p2 - second.low))
  };
}
