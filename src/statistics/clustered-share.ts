import {reach, reachOfT} from "./distributions.ts";
import {pairedHybrid, wilson, type Difference, type Interval} from "./proportion.ts";

/** The people of one block, and how many of them did it. Blocks that stand side by side have numbers that do. */
export interface Block {
  block: number;
  people: number;
  hits: number;
}

/**
 * A share of people who depend on each other within a block and between blocks that lie near each other: by week of first
 * sight they share the posts under which they talk. `variance` is that of the share, never below the binomial one.
 */
export interface ClusteredShare extends Interval {
  share: number;
  /** So many independent people would leave an interval as wide. */
  effective: number;
  variance: number;
  /** By block: how many more did it than the share makes expect, over all people. */
  residuals: Map<number, number>;
}

/**
 * The share with a score interval of an effective sample size (Kish 1965, Survey Sampling, 8.2; Korn and Graubard 1998,
 * Survey Methodology 24, 193–201): people over the design effect, times the square of the normal quantile over Student's
 * with one degree of freedom less than there are blocks. The design effect compares the variance between blocks with the
 * binomial one, and is at least 1, so that zero events keep Wilson's bound. `reachOver`: blocks up to so many apart
 * depend on each other; their products weigh less the further apart they are (Newey and West 1987, Econometrica 55,
 * 703–708; the same as leaving out blocks of that length one after the other, Künsch 1989, Annals of Statistics 17,
 * 1217–1241). One block alone says nothing of how blocks differ: its interval is 0 to 1. Null of nobody.
 */
export function clusteredShare(
  counts: Iterable<Block>,
  {reachOver, level = 0.95}: {reachOver: number; level?: number}
): ClusteredShare | null {
  const blocks = new Map<number, {people: number; hits: number}>();
  let [people, hits] = [0, 0];
  for (const {block, people: some, hits: ofThem} of counts) {
    const of = blocks.get(block) ?? {people: 0, hits: 0};
    blocks.set(block, {people: of.people + some, hits: of.hits + ofThem});
    people += some;
    hits += ofThem;
  }
  if (!(people > 0)) return null;
  const share = hits / people;
  const residuals = new Map(
    [...blocks].flatMap(([block, of]) =>
      of.people > 0 ? [[block, (of.hits - share * of.people) / people]] : []
    )
  );
  const binomial = (share * (1 - share)) / people;
  const variance = Math.max(binomial, covarianceOfBlocks(residuals, residuals, reachOver));
  const degrees = residuals.size - 1;
  if (degrees < 1) return {share, low: 0, high: 1, effective: 0, variance, residuals};
  const deff = binomial > 0 ? variance / binomial : 1;
  const effective = (people / deff) * (reach(level) / reachOfT(level, degrees)) ** 2;
  return {share, ...wilson(share * effective, effective, level), effective, variance, residuals};
}

/**
 * The difference of two such shares from their own intervals, as Newcombe's: blocks of the same number share what makes
 * people depend on each other, which the residuals of both tell. What is shared makes shares alike, never unlike: a
 * covariance below 0 is taken for chance.
 */
export function clusteredDifference(
  first: ClusteredShare,
  second: ClusteredShare,
  {reachOver}: {reachOver: number}
): Difference {
  const spread = Math.sqrt(first.variance * second.variance);
  const alike = spread > 0 ? covarianceOfBlocks(first.residuals, second.residuals, reachOver) / spread : 0;
  return pairedHybrid(first.share, first, second.share, second, Math.max(0, Math.min(1, alike)));
}

/**
 * The covariance of two sums of residuals by block: blocks up to `reachOver` apart depend on each other, with Bartlett's
 * weights (Newey and West 1987).
 */
export function covarianceOfBlocks(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
  reachOver: number
): number {
  let sum = 0;
  for (const [block, residual] of a)
    for (let apart = -reachOver; apart <= reachOver; ++apart)
      sum += (1 - Math.abs(apart) / (reachOver + 1)) * residual * (b.get(block + apart) ?? 0);
  const blocks = Math.max(a.size, b.size);
  return blocks > 1 ? (sum * blocks) / (blocks - 1) : 0;
}
