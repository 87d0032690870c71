import {reachOfT} from "./distributions.ts";
import type {Difference} from "./proportion.ts";

/** Fewer values a side give no interval. */
const fewestValues = 2;

/**
 * The mean of the first values less that of the second, with Welch's interval (Welch 1947, Biometrika 34): the two sides may
 * scatter differently. Null where a side has fewer than two values, or none differs from another.
 */
export function welch(first: readonly number[], second: readonly number[], level = 0.95): Difference | null {
  if (first.length < fewestValues || second.length < fewestValues) return null;
  const [one, two] = [momentsOf(first), momentsOf(second)];
  const variance = one.ofMean + two.ofMean;
  if (variance === 0) return null;
  const df = variance ** 2 / (one.ofMean ** 2 / (first.length - 1) + two.ofMean ** 2 / (second.length - 1));
  const difference = one.mean - two.mean;
  const half = reachOfT(level, df) * Math.sqrt(variance);
  return {difference, low: difference - half, high: difference + half};
}

/** The mean, and the variance of the mean. */
function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {mean, ofMean: squares / (values.length - 1) / values.length};
}
