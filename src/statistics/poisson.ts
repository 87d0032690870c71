import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import type {Interval} from "./proportion.ts";

/**
 * The exact two-sided interval for the mean of a Poisson count (Garwood 1936): of 0 events at 0.95 from 0 to 3.69, which is
 * −ln 0.025. Each end leaves half of what `level` leaves, so that the upper one is also the one-sided limit at (1 + level) / 2.
 */
export function poissonLimits(x: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    low: x > 0 ? chiSquareQuantile(tail, 2 * x) / 2 : 0,
    high: chiSquareQuantile(1 - tail, 2 * x + 2) / 2
  };
}

/** Halvings that leave nothing of a bracket that a double could tell. */
const halvings = 200;

function chiSquareQuantile(p: number, df: number): number {
  let [low, high] = [0, df + 1];
  while (chiSquareCdf(high, df) < p) [low, high] = [high, 2 * high];
  for (let nth = 0; nth < halvings; nth++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (chiSquareCdf(middle, df) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
