import {reach} from "./distributions.ts";
import type {Stratum} from "./mantel-haenszel.ts";
import type {Interval} from "./proportion.ts";

/** What two arms of people show by intention to treat: the first arm less the second. */
export interface ArmsResult {
  /** Of shares, over strata (Mantel-Haenszel weights). */
  difference: number;
  /** By the randomisation itself, see `exactP`. */
  p: number;
  interval: Interval;
}

/** Strata in which both arms have somebody; the others say nothing of a difference. */
const compared = (strata: readonly Stratum[]) => strata.filter(({n1, n0}) => n1 > 0 && n0 > 0);

const weightOf = ({n1, n0}: {n1: number; n0: number}) => (n1 * n0) / (n1 + n0);

/** The difference of two arms, its exact p and its score interval. Null where no stratum has both arms. */
export function armsResult(strata: readonly Stratum[], level = 0.95): ArmsResult | null {
  const both = compared(strata);
  if (both.length === 0) return null;
  const weights = both.reduce((sum, stratum) => sum + weightOf(stratum), 0);
  const difference =
    both.reduce((sum, one) => sum + weightOf(one) * (one.x1 / one.n1 - one.x0 / one.n0), 0) / weights;
  return {difference, p: exactP(both), interval: scoreInterval(both, difference, level)};
}

/**
 * How often the draw of the arms would have shown a difference at least as large, either way, if nobody's outcome depended on
 * it: over all assignments, stratum by stratum, so that it is exact however few people there are (Fisher 1935; for one
 * stratum of equal arms it is his exact test).
 */
export function exactP(strata: readonly Stratum[]): number {
  let [chances, least, expected, seen] = [[1], 0, 0, 0];
  for (const {x1, n1, x0, n0} of strata) {
    const x = x1 + x0;
    const one = hypergeometric(x, n1, n0);
    const sums = Array<number>(chances.length + one.chances.length - 1).fill(0);
    for (const [a, chance] of chances.entries())
      for (const [b, other] of one.chances.entries()) sums[a + b]! += chance * other;
    chances = sums;
    least += one.least;
    expected += (n1 * x) / (n1 + n0);
    seen += x1;
  }
  const distance = Math.abs(seen - expected);
  const p = chances.reduce(
    (sum, chance, nth) => (Math.abs(least + nth - expected) >= distance - 1e-9 ? sum + chance : sum),
    0
  );
  return Math.min(1, p);
}

/** The chance of each number, from `least` on, of `x` marked people to fall into an arm of `n1` rather than of `n0`. */
function hypergeometric(x: number, n1: number, n0: number): {chances: number[]; least: number} {
  const least = Math.max(0, x - n0);
  const most = Math.min(x, n1);
  // From the mode outward, relative to it: nothing overflows, and what vanishes is too rare to matter.
  const mode = Math.min(most, Math.max(least, Math.floor(((x + 1) * (n1 + 1)) / (n1 + n0 + 2))));
  const chances = Array<number>(most - least + 1).fill(0);
  chances[mode - least] = 1;
  for (let k = mode; k < most; k++)
    chances[k + 1 - least] = (chances[k - least]! * (x - k) * (n1 - k)) / ((k + 1) * (n0 - x + k + 1));
  for (let k = mode; k > least; k--)
    chances[k - 1 - least] = (chances[k - least]! * k * (n0 - x + k)) / ((x - k + 1) * (n1 - k + 1));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return {chances: chances.map((chance) => chance / total), least};
}

const halvings = 60;

/** Every difference that the score test does not reject (Miettinen and Nurminen 1985, Statistics in Medicine 4, 213–226). */
function scoreInterval(strata: readonly Stratum[], difference: number, level: number): Interval {
  const z = reach(level);
  const end = (outside: number) => {
    let [inside, out] = [difference, outside];
    for (let nth = 0; nth < halvings; nth++) {
      const middle = (inside + out) / 2;
      if (Math.abs(scoreOf(strata, middle)) <= z) inside = middle;
      else out = middle;
    }
    return inside;
  };
  return {low: end(-1), high: end(1)};
}

/** The standardised distance of what was seen from a difference of `delta` in every stratum. */
function scoreOf(strata: readonly Stratum[], delta: number): number {
  let [top, variance] = [0, 0];
  for (const stratum of strata) {
    const {x1, n1, x0, n0} = stratum;
    const weight = weightOf(stratum);
    const p0 = likeliest(stratum, delta);
    const p1 = Math.min(1, Math.max(0, p0 + delta));
    const n = n1 + n0;
    top += weight * (x1 / n1 - x0 / n0 - delta);
    variance += (weight ** 2 * ((p1 * (1 - p1)) / n1 + (p0 * (1 - p0)) / n0) * n) / (n - 1);
  }
  if (variance <= 0) return Math.abs(top) < 1e-12 ? 0 : Math.sign(top) * Infinity;
  return top / Math.sqrt(variance);
}

/** The likeliest share of the second arm if the first has `delta` more: the root of a cubic, as in the same paper. */
function likeliest({x1, n1, x0, n0}: Stratum, delta: number): number {
  const n = n1 + n0;
  const x = x1 + x0;
  const l2 = (n1 + 2 * n0) * delta - n - x;
  const l1 = (n0 * delta - n - 2 * x0) * delta + x;
  const l0 = x0 * delta * (1 - delta);
  const q = (l2 / (3 * n)) ** 3 - (l1 * l2) / (6 * n ** 2) + l0 / (2 * n);
  const p = (q >= 0 ? 1 : -1) * Math.sqrt(Math.max(0, (l2 / (3 * n)) ** 2 - l1 / (3 * n)));
  const ratio = p === 0 ? 0 : Math.min(1, Math.max(-1, q / p ** 3));
  const root = 2 * p * Math.cos((Math.PI + Math.acos(ratio)) / 3) - l2 / (3 * n);
  return Math.min(Math.min(1, 1 - delta), Math.max(Math.max(0, -delta), root));
}

/** One arm of a stratum: people, those with the outcome, those who were followed, and those with both. */
export interface ArmCounts {
  people: number;
  outcomes: number;
  followed: number;
  both: number;
}

/** A stratum of an experiment whose lists may not have been kept to. */
export interface CrossedStratum {
  first: ArmCounts;
  second: ArmCounts;
}

/** The effect on those who were followed because the draw said so. */
export interface ComplierEffect {
  /** By how much the draw raised the share who were followed: the share of compliers. */
  compliers: number;
  /** The difference of outcomes over that of follows (Wald's ratio). Null where the draw may not have raised it at all. */
  effect: number | null;
  /** An end is infinite where the draw moved too few to tell. */
  interval: Interval;
}

/** With fewer people with the outcome, or without it, its scatter is not known well enough for an interval. */
const fewestOutcomes = 5;

/**
 * The effect on compliers with its Anderson-Rubin interval, which is Fieller's of the ratio: it holds every effect e for
 * which the arms do not differ in outcome less e times followed, and stays honest where compliers are few (Anderson and
 * Rubin 1949; Fieller 1954). It takes for granted that the draw acts through the follow alone and that nobody does the
 * opposite of what was drawn because it was drawn. Null where the outcomes are too few, or no stratum has both arms.
 */
export function complierEffect(strata: readonly CrossedStratum[], level = 0.95): ComplierEffect | null {
  const both = strata.filter(({first, second}) => first.people > 0 && second.people > 0);
  const people = sumOf(both, (arm) => arm.people);
  const outcomes = sumOf(both, (arm) => arm.outcomes);
  if (both.length === 0 || outcomes < fewestOutcomes || people - outcomes < fewestOutcomes) return null;
  const spreads = {
    first: spreadOf(total(both.map(({first}) => first))),
    second: spreadOf(total(both.map(({second}) => second)))
  };
  let [weights, outcome, followed, a, b, c] = [0, 0, 0, 0, 0, 0];
  for (const {first, second} of both) {
    const weight = weightOf({n1: first.people, n0: second.people});
    weights += weight;
    outcome += weight * (first.outcomes / first.people - second.outcomes / second.people);
    followed += weight * (first.followed / first.people - second.followed / second.people);
    for (const [arm, whole] of [
      [first, spreads.first],
      [second, spreads.second]
    ] as const) {
      // One person alone has no scatter: that of the whole arm stands in.
      const spread = arm.people > 1 ? spreadOf(arm) : whole;
      a += (weight ** 2 * spread.outcomes) / arm.people;
      b += (weight ** 2 * spread.both) / arm.people;
      c += (weight ** 2 * spread.followed) / arm.people;
    }
  }
  [outcome, followed] = [outcome / weights, followed / weights];
  [a, b, c] = [a / weights ** 2, b / weights ** 2, c / weights ** 2];
  const z2 = reach(level) ** 2;
  const square = followed ** 2 - z2 * c;
  // The draw may not have moved anybody: then any effect on those it moved is possible.
  if (!(square > 0) || followed <= 0)
    return {compliers: followed, effect: null, interval: {low: -Infinity, high: Infinity}};
  const half = outcome * followed - z2 * b;
  const root = Math.sqrt(Math.max(0, half ** 2 - square * (outcome ** 2 - z2 * a)));
  return {
    compliers: followed,
    effect: outcome / followed,
    interval: {low: (half - root) / square, high: (half + root) / square}
  };
}

const sumOf = (strata: readonly CrossedStratum[], of: (arm: ArmCounts) => number) =>
  strata.reduce((sum, {first, second}) => sum + of(first) + of(second), 0);

const total = (arms: readonly ArmCounts[]): ArmCounts =>
  arms.reduce((sum, arm) => ({
    people: sum.people + arm.people,
    outcomes: sum.outcomes + arm.outcomes,
    followed: sum.followed + arm.followed,
    both: sum.both + arm.both
  }));

/** Variances of outcome and of followed, and their covariance, of one person of an arm. */
function spreadOf({people, outcomes, followed, both}: ArmCounts) {
  const rest = Math.max(1, people - 1);
  const of = (product: number, one: number, other: number) => (product - (one * other) / people) / rest;
  return {
    outcomes: of(outcomes, outcomes, outcomes),
    followed: of(followed, followed, followed),
    both: of(both, outcomes, followed)
  };
}
