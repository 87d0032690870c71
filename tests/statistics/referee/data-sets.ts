import {randomNumbers} from "../../../src/statistics/multinomial.ts";
import type {CauseRow} from "../../../src/statistics/cumulative-incidence.ts";
import type {Stratum} from "../../../src/statistics/mantel-haenszel.ts";
import type {TrendRow} from "../../../src/statistics/trend.ts";
import type {IntervalRow} from "../../../src/statistics/turnbull.ts";

/** What one seed stands for: the same small world in the shape each estimator takes. */
export type DataSet = {
  seed: number;
  people: {time: number; events: number}[];
  causes: CauseRow[];
  intervals: IntervalRow[];
  strata: Stratum[];
  cohorts: TrendRow[];
};

/** From 25 on, the intervals are those of few lists that show many people at once. */
export const seeds = Array.from({length: 32}, (_, i) => i + 1);
export const fewLists = 25;

/** Ties, heavy and no censoring, sparse strata and mixed schedules among them. */
export function dataSet(seed: number): DataSet {
  const random = randomNumbers(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  const delay = (mean: number) => -mean * Math.log(1 - random());
  const size = [30, 80, 200, 400][seed % 4]!;
  const span = [15, 60, 365][seed % 3]!;
  const people = Array.from({length: size}, () => {
    const left = 1 + Math.floor(delay(span / 3));
    const watched = 1 + (seed % 6 === 0 ? 10 * span : upTo(span));
    const events = left <= watched ? 1 : 0;
    return {time: Math.min(left, watched), events};
  });
  const names = ["blocked", "gone", "unfollowed"];
  const causes = Array.from({length: size}, () => {
    const left = 1 + Math.floor(delay(6));
    const watched = 1 + upTo(12);
    return {time: Math.min(left, watched) * 30, cause: left <= watched ? names[upTo(3)]! : null, count: 1};
  });
  const oneByOne = () =>
    Array.from({length: Math.min(size, 120)}, () => {
      const left = delay(60);
      const gap = [7, 7, 7, 14, 30][seed % 2 ? upTo(5) : 0]!;
      const offset = upTo(gap);
      const seen = Math.max(0, Math.floor((left - offset) / gap) * gap + offset);
      return seen >= 20 + upTo(160)
        ? {left: seen, right: Infinity, count: 1}
        : {left: seen, right: Math.ceil((seen + 1 - offset) / gap) * gap + offset, count: 1 + upTo(3)};
    });
  const intervals = seed < fewLists ? oneByOne() : fromFewLists(random);
  const strata = Array.from({length: 2 + upTo(8)}, () => {
    const [n1, n0] = [1 + upTo(size / 3), 1 + upTo(size / 3)];
    return {x1: upTo(n1 + 1), n1, x0: upTo(n0 + 1), n0};
  });
  const cohorts = Array.from({length: 3 + upTo(10)}, (_, score) => {
    const n = 5 + upTo(size);
    return {score, x: upTo(n), n};
  });
  return {seed, people, causes, intervals, strata, cohorts};
}

/**
 * Three to five lists, up to 3,000 people new in each, as exact ages in hours: whoever a list still shows and whoever
 * it no longer shows share an age. A last few dozen are watched longer than the many.
 */
function fromFewLists(random: () => number): IntervalRow[] {
  const lists: number[] = [];
  for (let nth = 3 + Math.floor(3 * random()), at = 0; nth > 0; nth--)
    lists.push((at += Math.round((3 + 60 * random()) * 24)));
  return lists.slice(0, -1).flatMap((from, cameIn) => {
    let there = cameIn === 0 ? 10 + Math.floor(30 * random()) : 100 + Math.floor(2900 * random());
    const rows: IntervalRow[] = [];
    for (let next = cameIn + 1; next < lists.length; next++) {
      const gone = Math.floor(there * 0.2 * random());
      there -= gone;
      if (gone > 0) rows.push({left: lists[next - 1]! - from, right: lists[next]! - from, count: gone});
    }
    return [...rows, {left: lists.at(-1)! - from, right: Infinity, count: there}];
  });
}
