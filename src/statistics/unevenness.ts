import {quantileSorted} from "d3";
import {randomNumbers} from "./multinomial.ts";

/** How many arrived on the days of one week: days counted, arrivals in all, and the sum of the squares of each day's. */
export interface WeekOfArrivals {
  days: number;
  people: number;
  squares: number;
}

export interface Interval {
  low: number;
  high: number;
}

/** An estimate with its 95 % and 99 % intervals. */
export interface WithIntervals {
  value: number;
  at95: Interval;
  at99: Interval;
}

/** Fewer weeks than these give no estimate. */
export const fewestWeeks = 8;

/** Draws of the bootstrap, and its seed. */
const draws = 999;
const seed = 1;

/** Means of seven days overstate the square of the true mean; corrected for that, no estimate exceeds this many times the weekly value. */
const largestCorrection = 7;

/** Only weeks with at least one arrival a counted day, on two days or more, are measured. */
export const isMeasured = ({days, people}: WeekOfArrivals) => days > 1 && people >= days;

const spread = ({days, people, squares}: WeekOfArrivals) =>
  (days * squares - people * people) / (days * (days - 1));

/** The excess dispersion of a week's daily arrivals, (s² − m) / m²: 0 on average where people come independently, more in bursts, less where too evenly. */
export function weeklyUnevenness(week: WeekOfArrivals): number {
  const mean = week.people / week.days;
  return (spread(week) - mean) / mean ** 2;
}

/** Of each week: its excess dispersion, and how its squared mean would have to shrink to be the square of the true mean. */
interface Terms {
  excess: Float64Array;
  shrink: Float64Array;
}

function termsOf(weeks: WeekOfArrivals[]): Terms {
  return {
    excess: Float64Array.from(weeks, weeklyUnevenness),
    shrink: Float64Array.from(weeks, (week) => 1 - (spread(week) * week.days) / week.people ** 2)
  };
}

interface Fit {
  value: number;
  error: number;
}

/** Mean excess dispersion over mean shrinkage, and its standard error (linearised, weeks independent). `picked` says which weeks. */
function fit({excess, shrink}: Terms, picked: Int32Array): Fit {
  const n = picked.length;
  let [above, below, squares, products, squaresBelow] = [0, 0, 0, 0, 0];
  for (const nth of picked) {
    const e = excess[nth]!;
    const d = shrink[nth]!;
    above += e;
    below += d;
    squares += e * e;
    products += e * d;
    squaresBelow += d * d;
  }
  below = Math.max(below, n / largestCorrection);
  const value = above / below;
  const rest = Math.max(0, squares - 2 * value * products + value * value * squaresBelow);
  return {value, error: Math.sqrt((rest * n) / (n - 1)) / below};
}

/** Errors below this are what is left of a difference of equal numbers. */
const noError = 1e-7;

/**
 * The unevenness of arrivals: variance of the daily rate over its squared mean, every measured week counting the same.
 * Σ (s² − m)/m² over Σ (1 − s²/(7 m²)): the square of a week's own mean exceeds that of the true mean by s²/7 on
 * average, and without the divisor an unevenness of 1 reads 0.83 at three arrivals a day. Given how many came in each
 * week the expectations of the two sums have exactly this ratio where days are alike (Dirichlet-multinomial), so routes
 * with few and with many arrivals compare. 1 + value says how many times as often two arrivals of a week share a day as
 * they would by chance.
 *
 * Intervals: studentised bootstrap over weeks on the log scale of 1 + value (Efron and Tibshirani 1993, ch. 12;
 * DiCiccio and Efron 1996), because percentiles over some tens of skewed weeks cover too rarely. Null below eight
 * measured weeks.
 */
export function unevenness(weeks: WeekOfArrivals[]): (WithIntervals & {weeks: number}) | null {
  const measured = weeks.filter(isMeasured);
  const n = measured.length;
  if (n < fewestWeeks) return null;
  const terms = termsOf(measured);
  const picked = Int32Array.from(measured, (_, nth) => nth);
  const all = fit(terms, picked);
  if (!(all.error > noError) || !(1 + all.value > 0)) {
    // Every week is the same, and nothing is left to chance.
    const point = {low: all.value, high: all.value};
    return {weeks: n, value: all.value, at95: point, at99: point};
  }
  const random = randomNumbers(seed);
  const deviations: number[] = [];
  const logOf = ({value, error}: Fit) => ({log: Math.log1p(value), error: error / (1 + value)});
  const centre = logOf(all);
  for (let draw = 0; draw < draws; draw++) {
    for (let nth = 0; nth < n; nth++) picked[nth] = Math.floor(random() * n);
    const drawn = fit(terms, picked);
    if (!(drawn.error > noError) || !(1 + drawn.value > 0)) continue;
    const {log, error} = logOf(drawn);
    deviations.push((log - centre.log) / error);
  }
  deviations.sort((a, b) => a - b);
  const interval = (tail: number): Interval => ({
    low: Math.expm1(centre.log - quantileSorted(deviations, 1 - tail)! * centre.error),
    high: Math.expm1(centre.log - quantileSorted(deviations, tail)! * centre.error)
  });
  return {weeks: n, value: all.value, at95: interval(0.025), at99: interval(0.005)};
}

/**
 * The difference of two unevennesses, first less second, its interval made of theirs (MOVER: Zou and Donner 2008), as
 * Newcombe's is of two Wilson intervals. Weeks that shake both routes alike make it wider than it need be.
 */
export function unevennessDifference(first: WithIntervals, second: WithIntervals): WithIntervals {
  const value = first.value - second.value;
  const combine = (level: "at95" | "at99"): Interval => ({
    low: value - Math.hypot(first.value - first[level].low, second[level].high - second.value),
    high: value + Math.hypot(first[level].high - first.value, second.value - second[level].low)
  });
  return {value, at95: combine("at95"), at99: combine("at99")};
}
