import betaInverse from "@stdlib/stats-base-dists-beta-quantile";
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalInverse from "@stdlib/stats-base-dists-normal-quantile";

/** How many standard errors a two-sided interval of this level reaches to each side: 1.96 at 0.95. */
export const reach = (level: number): number => normalInverse((1 + level) / 2, 0, 1);

/** The same for Student's t, through the beta: t² / (df + t²) is Beta(½, df/2). */
export function reachOfT(level: number, df: number): number {
  const x = betaInverse(1 - level, df / 2, 0.5);
  return Math.sqrt(df * (1 / x - 1));
}

/** Two-sided p of a standard normal z. */
const twoSidedP = (z: number): number => 2 * normalCdf(-Math.abs(z), 0, 1);

/** Upper tail p of a chi-square; 1 where there are no degrees of freedom. */
export const chiSquareP = (x: number, df: number): number =>
  df === 1 ? twoSidedP(Math.sqrt(x)) : df > 1 ? 1 - chiSquareCdf(x, df) : 1;
