import {quantile} from "d3";
import {multinomial, randomNumbers} from "./multinomial.ts";
import {wilson} from "./proportion.ts";
import {refitterNear} from "./turnbull-near.ts";
import {lowest, mergeByRun, refitter, type IntervalRow, type Mass} from "./turnbull.ts";

/** Between `low` and `high` the share still there at `time` is whatever one likes: the data cannot tell. */
export type Band = {time: number; low: number; high: number};

/** The lowest and the highest survival curve the masses allow, at each asked time. Masses stand in order of age. */
export function bandAt(masses: Mass[], times: number[]): Band[] {
  const leftBy = [0];
  for (const {mass} of masses) leftBy.push(leftBy.at(-1)! + mass);
  return times.map((time) => {
    const certain = lowest(masses, ({right}) => right > time);
    const possible = lowest(masses, ({left, right}) => left >= time && right > time);
    return {
      time,
      low: Math.max(0, 1 - leftBy[possible]!),
      high: Math.max(0, 1 - leftBy[certain]!)
    };
  });
}

/** How many people are watched at that age: known to be there then, or later. */
export const watchedAt = (rows: readonly IntervalRow[], time: number): number =>
  rows.reduce((people, {left, count}) => people + (left >= time ? count : 0), 0);

/** The ages at which at least `fewest` people are watched: known to be there then, or later. 0 where nobody is. */
export function watchedUntil(rows: IntervalRow[], fewest: number): number {
  const latestFirst = rows.toSorted((a, b) => b.left - a.left);
  let people = 0;
  for (const {left, count} of latestFirst) if ((people += count) >= fewest) return left;
  return 0;
}

/** A draw's masses need not be better than its noise: gradients within 1e-4 move a curve by far less than 1e-3. */
const drawTolerance = 1e-4;

export type BandInterval = Band & {intervalLow: number; intervalHigh: number};

/**
 * The band with its percentile bootstrap interval: people are drawn anew over the grouped rows (those that say the
 * same of every curve are one row), and the interval runs from the lower percentile of the lower curves to the upper one of the upper curves, so it holds the band's
 * own width too. The same seed gives the same interval. Cost follows rows and draws, never people. Before anybody can have left no
 * draw differs from another: there the lower end is Wilson's for none of those watched until then.
 */
export function bootstrapBand(
  allRows: IntervalRow[],
  times: number[],
  {draws = 500, seed = 1, level = 0.95}: {draws?: number; seed?: number; level?: number} = {}
): BandInterval[] {
  const rows = mergeByRun(allRows);
  const random = randomNumbers(seed);
  const counts = rows.map((row) => row.count);
  const {masses} = refitter(rows)(counts);
  const refit = refitterNear(rows, masses, drawTolerance);
  const bands = Array.from({length: draws}, () => bandAt(refit(multinomial(counts, random)), times));
  const tail = (1 - level) / 2;
  const leastOfNone = (time: number) => {
    const watched = watchedAt(allRows, time);
    return wilson(watched, watched, level).low;
  };
  return bandAt(masses, times).map((band, t) => ({
    ...band,
    intervalLow: Math.min(
      band.low < 1 || band.time <= 0 ? band.low : leastOfNone(band.time),
      quantile(
        bands.map((drawn) => drawn[t]!.low),
        tail
      )!
    ),
    intervalHigh: Math.max(
      band.high,
      quantile(
        bands.map((drawn) => drawn[t]!.high),
        1 - tail
      )!
    )
  }));
}
