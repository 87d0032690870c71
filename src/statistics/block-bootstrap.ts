import {quantileSorted} from "d3";
import {randomNumbers} from "./multinomial.ts";

/** Fewer weeks than these give a sum no interval. */
export const fewestWeeks = 8;

/** A sum of which fewer weeks than these hold anything rests on chance alone, and has no interval either. */
export const fewestFilledWeeks = 5;

/** Draws of the bootstrap, and its seed. */
export const draws = 2000;
const seed = 1;

/** A sum with its 95 % interval; both ends are null where the weeks are too few, nearly all empty, or all alike. */
export interface SumOverWeeks {
  total: number;
  low: number | null;
  high: number | null;
}

interface Fit {
  root: number;
  error: number;
}

/**
 * The sum of weekly figures such as visits or money, with an interval for what such weeks bring on average. Days of one week are
 * alike, so whole weeks are drawn, seeded. Studentised on the scale of the square root, on which counts that are more
 * scattered than chance have about the same error however large they are (Efron and Tibshirani 1993, ch. 12): over 8 to 26
 * weeks percentiles and BCa cover far too rarely. Weekly figures may be negative, as refunds are.
 */
export function sumOverWeeks(weeks: readonly number[]): SumOverWeeks {
  const total = weeks.reduce((sum, week) => sum + week, 0);
  const unknown: SumOverWeeks = {total, low: null, high: null};
  const n = weeks.length;
  const filled = weeks.filter((week) => week !== 0).length;
  if (n < fewestWeeks || filled < fewestFilledWeeks || !(total > 0)) return unknown;
  const all = fit(total, squaresOf(weeks), n);
  if (all === null) return unknown;
  const random = randomNumbers(seed);
  const deviations: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    let [sum, squares] = [0, 0];
    for (let nth = 0; nth < n; nth++) {
      const week = weeks[Math.floor(random() * n)]!;
      sum += week;
      squares += week * week;
    }
    const drawn = fit(sum, squares, n);
    if (drawn !== null) deviations.push((drawn.root - all.root) / drawn.error);
  }
  if (deviations.length === 0) return unknown;
  deviations.sort((a, b) => a - b);
  const end = (share: number) => Math.max(0, all.root - quantileSorted(deviations, share)! * all.error) ** 2;
  return {total, low: Math.min(total, end(0.975)), high: Math.max(total, end(0.025))};
}

const squaresOf = (weeks: readonly number[]) => weeks.reduce((sum, week) => sum + week * week, 0);

/** The root of a sum of `n` weeks and its standard error; null where there is none. */
function fit(sum: number, squares: number, n: number): Fit | null {
  const variance = (squares - (sum * sum) / n) / (n - 1);
  // What is left of a difference of equal numbers is no variance.
  if (!(sum > 0) || !(variance > 1e-12 * squares)) return null;
  const root = Math.sqrt(sum);
  return {root, error: Math.sqrt(n * variance) / (2 * root)};
}
