import {format} from "d3";

const digits = [format(".1f"), format(".2f")] as const;

/** One digit after the point, and two below 2, where a tenth is much. */
const number = (value: number) => digits[Math.abs(value) < 1.995 ? 1 : 0](value);
const sizeOf = (value: number) => number(Math.abs(value));

/** How often two of a week share a day, of an unevenness: `3.6 times`, `1.25 times`. */
export const timesOfChance = (unevenness: number) => `${number(1 + unevenness)} times`;

/** An interval of these: `2.9–4.6 times`. */
export const timesRange = (low: number, high: number) => `${number(1 + low)}–${timesOfChance(high)}`;

/** `2.3 higher`, `0.25 lower`, `no higher` where it rounds to nothing. */
export function differenceOfUnevenness(difference: number): string {
  if (Number(sizeOf(difference)) === 0) return "no higher";
  return `${sizeOf(difference)} ${difference > 0 ? "higher" : "lower"}`;
}

/** `1.20 to 3.5 higher`, `0.30 lower to 1.10 higher`. */
export function unevennessSpan(low: number, high: number): string {
  const [from, to] = [sizeOf(low), sizeOf(high)];
  if (low >= 0) return from === to ? `${to} higher` : `${from} to ${to} higher`;
  if (high <= 0) return from === to ? `${to} lower` : `${to} to ${from} lower`;
  return `${from} lower to ${to} higher`;
}

/** From this unevenness on arrivals are called bursts without more ado; it is also the smallest difference that matters. */
const burstsFrom = 0.5;

/** What an unevenness with its interval says, in words: bursts, evenness, or neither for certain. */
export function kindOfArrivals(value: number, low: number, high: number): string {
  if (low > 0) return value >= burstsFrom ? "in bursts" : "slightly in bursts";
  return high < 0 ? "too evenly for chance" : "about as chance has it";
}

/** Fewer measured weeks give no estimate. The estimator has the same number; a test holds them equal. */
export const fewestWeeksOfArrivals = 8;
