import {covarianceOfBlocks} from "./clustered-share.ts";
import {reach, reachOfT} from "./distributions.ts";
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

/**
 * What people have in common in a week: the posts they talk under, and each other. Of every week, in order: their
 * interactions, the squares of these by person, and covered weeks.
 */
export type WeekSums = {interactions: number; interactionsSquared: number; weeks: number}[];

export type Rate = {rate: number; error: number | null} & Interval;

/**
 * Interactions per 100 covered follower-weeks: Σ interactions / Σ weeks as a ratio estimator, its interval on the log scale. Null
 * without covered weeks: not collected is not zero. No act at all has the exact Poisson upper limit; one unit alone
 * says nothing about how units differ, and its interval is open. `byWeek` adds what persons have in common in a week
 * (two-way clustering: Cameron, Gelbach and Miller 2011, Journal of Business and Economic Statistics 29, 238–249), and takes
 * Student's quantile of as many persons as the interactions come from, (Σ A)² / Σ A² (Carter, Schnepel and Steigerwald
 * 2017, Review of Economics and Statistics 99, 698–709, on effective numbers of clusters).
 */
export function rate(
  sums: RateSums,
  {level = 0.95, byWeek}: {level?: number; byWeek?: WeekSums} = {}
): Rate | null {
  const {interactions, weeks} = sums;
  if (!(weeks > 0)) return null;
  const per = 100 / weeks;
  if (interactions === 0) return {rate: 0, error: null, low: 0, high: -Math.log((1 - level) / 2) * per};
  const ofPersons = relativeError(sums);
  if (ofPersons === null) return {rate: interactions * per, error: null, low: 0, high: Infinity};
  const relative = byWeek ? Math.hypot(ofPersons, weeklyError(byWeek, sums)) : ofPersons;
  const acting = interactions ** 2 / sums.interactionsSquared;
  const factor = Math.exp(relative * (byWeek ? reachOfT(level, Math.max(1, acting - 1)) : reach(level)));
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

/**
 * Weeks up to so many apart are alike: people who answer each other go on doing so, and newcomers, who talk most, come
 * several weeks in a row. A rate that drifts over months has wider intervals for it, never narrower.
 */
const weeksReach = 4;

/** The relative error that comes of weeks and their neighbours (Newey and West 1987), beyond that of persons in single weeks. */
function weeklyError(byWeek: WeekSums, {interactions, weeks}: RateSums): number {
  const r = interactions / weeks;
  const residuals = new Map(
    byWeek.flatMap((week, nth) => (week.weeks > 0 ? [[nth, week.interactions - r * week.weeks]] : []))
  );
  const ofWeeks = covarianceOfBlocks(residuals, residuals, weeksReach);
  // Of each person and week Σ(A − rW)², where a person's week is one or nothing: Σ A² − r Σ A.
  const ofPersonsInWeeks = byWeek.reduce((sum, week) => sum + week.interactionsSquared, 0) - r * interactions;
  return Math.sqrt(Math.max(0, ofWeeks - ofPersonsInWeeks)) / interactions;
}
