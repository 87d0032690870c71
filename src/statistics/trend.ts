import {chiSquareP, reachOfT} from "./distributions.ts";

/** `x` of `n` in the cohort at `score`, such as its month counted from the first. */
export type TrendRow = {score: number; x: number; n: number};

export type Trend = {
  /** Cochran and Armitage's test (R's prop.trend.test); null where nothing can differ. */
  chiSquare: number | null;
  p: number | null;
  /** Change of the share per step of the score, and its cohort-robust error and interval: null under 3 cohorts. */
  slope: number | null;
  error: number | null;
  low: number | null;
  high: number | null;
};

/**
 * Is the share rising or falling over cohorts? The test takes every person as independent. The slope's interval
 * does not: each cohort's own departure from the line counts (the sandwich with leverage taken out, CR3, and
 * Student's t on cohorts − 2), so that months which swing for reasons of their own do not pass for a trend. It is never
 * narrower than for independent people: few cohorts lie on a line by chance. Where nobody did it, or everybody, there is none.
 */
export function trend(rows: TrendRow[], level = 0.95): Trend {
  const cohorts = rows.filter(({n}) => n > 0);
  const total = (of: (row: TrendRow) => number) => cohorts.reduce((sum, row) => sum + of(row), 0);
  const n = total((row) => row.n);
  const p = total((row) => row.x) / n;
  const centre = total((row) => row.n * row.score) / n;
  const spread = total((row) => row.n * (row.score - centre) ** 2);
  const nothing = {chiSquare: null, p: null, slope: null, error: null, low: null, high: null};
  if (!(spread > 0)) return nothing;
  const pull = total((row) => (row.score - centre) * (row.x - row.n * p));
  const slope = pull / spread;
  const chiSquare = p > 0 && p < 1 ? pull ** 2 / (p * (1 - p) * spread) : null;
  const test = {chiSquare, p: chiSquare === null ? null : chiSquareP(chiSquare, 1)};
  if (cohorts.length < 3 || chiSquare === null) return {...nothing, ...test, slope};
  const meat = total((row) => {
    const away = row.score - centre;
    const leverage = row.n * (1 / n + away ** 2 / spread);
    const residual = row.x / row.n - (p + slope * away);
    return leverage < 1 - 1e-12 ? (row.n * away * (residual / (1 - leverage))) ** 2 : 0;
  });
  const error = Math.sqrt(Math.max(meat / spread ** 2, (p * (1 - p)) / spread));
  const half = reachOfT(level, cohorts.length - 2) * error;
  return {...test, slope, error, low: slope - half, high: slope + half};
}
