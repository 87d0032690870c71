import {reachOfT} from "./distributions.ts";
import {poissonLimits} from "./poisson.ts";
import {wilson, type Interval} from "./proportion.ts";
import {smallestGroup} from "./publication.ts";

/** Fewer results than these give no cost per result, only what each costs at least. */
export const fewestResults = 10;

/** Money, and what came of it: `x` results of `n` attempts, where `n` may be a part of an attempt more or less. */
export interface Spent {
  cost: number;
  n: number;
  x: number;
  /** People reached. Default: the attempts. */
  people?: number;
  /** Results with everything counted that may be one. Default: `x`. */
  xMost?: number;
}

/** Money a result; a bound alone where results are few. Every figure is null where it cannot be given. */
export interface CostPerResult {
  point: number | null;
  low: number | null;
  high: number | null;
  atLeast: number | null;
}

/**
 * Cost per result. From ten results on: cost / x, with Wilson's interval of x in n inverted, cost / (n · high) to
 * cost / (n · low). Below, no point: with x so few its interval reaches many times its low end. Then `atLeast`, the cost over
 * the upper end of the exact two-sided 95 % interval of the count (Garwood 1936: 3.69 results for none, 5.57 for one), given
 * only where 30 people or more were reached.
 */
export function costPerResult({cost, n, x, people = n, xMost = x}: Spent): CostPerResult {
  const nothing: CostPerResult = {point: null, low: null, high: null, atLeast: null};
  if (!(n > 0)) return nothing;
  if (x < fewestResults)
    return people >= smallestGroup ? {...nothing, atLeast: cost / poissonLimits(xMost).high} : nothing;
  const {low, high} = wilson(x, n);
  return {point: cost / x, low: cost / (n * high), high: cost / (n * low), atLeast: null};
}

/** The hours that a campaign took, and the results that came of them. */
export interface CampaignHours {
  hours: number;
  results: number;
}

/** From so many campaigns of each kind on, how they differ from each other decides how sure a rate is. */
const fewestCampaigns = 10;

/** Results an hour, with the interval at a level. */
export interface PerHour extends Interval {
  rate: number;
}

/**
 * Results an hour of some campaigns together. Hours are known, results are counts. With `isClustered` campaigns are the units,
 * as results of one campaign are alike: ratio estimator on the log scale with Student's t (Cochran 1977, ch. 6), never
 * narrower than chance alone. Else the exact Poisson interval (Garwood 1936). Null without hours.
 */
export function perHour(campaigns: CampaignHours[], level: number, isClustered: boolean): PerHour | null {
  const sum = (of: (campaign: CampaignHours) => number) =>
    campaigns.reduce((total, one) => total + of(one), 0);
  const hours = sum((one) => one.hours);
  if (!(hours > 0)) return null;
  const results = sum((one) => one.results);
  const limits = poissonLimits(results, level);
  const rate = results / hours;
  const byChance = {rate, low: limits.low / hours, high: limits.high / hours};
  const n = campaigns.length;
  if (!isClustered || results === 0 || n < 2) return byChance;
  const squares = sum((one) => (one.results - rate * one.hours) ** 2);
  const factor = Math.exp((reachOfT(level, n - 1) * Math.sqrt((squares * n) / (n - 1))) / results);
  return {
    rate,
    low: Math.min(byChance.low, rate / factor),
    high: Math.max(byChance.high, rate * factor)
  };
}

/** A difference of two rates, and what its interval rests on. */
export interface RateDifference extends Interval {
  difference: number;
  first: number;
  second: number;
  restsOn: "campaigns" | "counts";
}

/**
 * Results an hour of the first campaigns less those of the second; the interval is made of those of the two rates (MOVER:
 * Zou and Donner 2008, Statistics in Medicine 27, 1693–1702), which rest on campaigns where there are ten or more of each
 * kind, and on exact Poisson counts otherwise. Null where one kind has no hours.
 */
export function perHourDifference(
  first: CampaignHours[],
  second: CampaignHours[],
  level = 0.95
): RateDifference | null {
  const isClustered = first.length >= fewestCampaigns && second.length >= fewestCampaigns;
  const [a, b] = [first, second].map((campaigns) => perHour(campaigns, level, isClustered));
  if (!a || !b) return null;
  const difference = a.rate - b.rate;
  return {
    difference,
    low: difference - Math.hypot(a.rate - a.low, b.high - b.rate),
    high: difference + Math.hypot(a.high - a.rate, b.rate - b.low),
    first: a.rate,
    second: b.rate,
    restsOn: isClustered ? "campaigns" : "counts"
  };
}
