import type {Interval} from "./proportion.ts";
import {randomNumbers} from "./multinomial.ts";

/** Up to so many assignments are all gone through; of more, so many are drawn. */
export const mostAssignments = 10_000;

/** Fewer pairs than these are no experiment: see `smallestP`. */
export const fewestPairs = 8;

/** How many weeks a pair lies apart, so that two weeks on or off often follow each other. */
const apart = 2;

/** The two weeks of each pair, as places from 0. Pairs interlock: (0, 2), (1, 3), (4, 6), …, and what is left is (n - 2, n - 1). */
export function pairsOfWeeks(weeks: number): [number, number][] {
  if (!Number.isInteger(weeks) || weeks < 2 || weeks % 2 !== 0)
    throw new RangeError(`weeks of an experiment: ${weeks} is not an even number of at least 2`);
  const block = 2 * apart;
  const pairs: [number, number][] = [];
  for (let first = 0; first + block <= weeks; first += block)
    for (let nth = first; nth < first + apart; nth++) pairs.push([nth, nth + apart]);
  if (weeks % block !== 0) pairs.push([weeks - 2, weeks - 1]);
  return pairs;
}

/** For each week, whether outreach is on: of each pair one week, drawn by a coin that the seed decides. */
export function drawWeeks(weeks: number, seed: number): boolean[] {
  const random = randomNumbers(seed);
  const isOn = Array<boolean>(weeks).fill(false);
  for (const [first, second] of pairsOfWeeks(weeks)) isOn[random() < 0.5 ? first : second] = true;
  return isOn;
}

/** The smallest two-sided p that so many pairs allow: the drawn assignment, and the one that turns every pair over. */
export const smallestP = (pairs: number): number =>
  2 ** pairs <= mostAssignments ? Math.min(1, 2 / 2 ** pairs) : 1 / (mostAssignments + 1);

/** What the weeks show: on less off. */
export interface WeeksResult {
  pairs: number;
  /** The mean of the weeks that count with outreach, less that of those without. */
  difference: number;
  /** All weeks a ± outcome of which chance alone would bring a difference at least as large, either way. */
  p: number;
  smallestP: number;
  /** Of the effect, taken to be the same in every week; an end is infinite where the pairs are too few for the level. */
  interval: Interval;
  assignments: number;
  isDrawn: boolean;
}

export interface WeeksOptions {
  /** Of the interval. Default 0.95. */
  level?: number;
  /** Of the drawing of assignments, where there are too many to go through all. Default 1. */
  seed?: number;
  /** See `mostAssignments`, its default. */
  most?: number;
  /** Counts a week only where the week before it was like it, on or off; the first week never. Default false. */
  withoutSwitches?: boolean;
}

/** A week of the plan: on or off, and what was counted; null where nobody knows. */
export interface PlannedWeek {
  isOn: boolean;
  value: number | null;
}

/** A difference under one assignment if each week on had `effect` more: `at0 - slope * effect`. */
interface Line {
  at0: number;
  slope: number;
}

/**
 * Randomisation inference for pairs of weeks (Fisher 1935, The Design of Experiments, ch. 3): how often would a draw of the
 * coin have shown so much if outreach did nothing? The interval holds every effect that the same test does not reject
 * at 1 - level, under one additive effect a week; it is exact where all assignments are gone through. Of drawn
 * assignments the true one is counted in (Phipson and Smyth 2010), so that p is never too small.
 *
 * A pair of which a value is missing is left out whole. `weeks` are in the order of the plan and paired by `pairsOfWeeks`.
 * Null where no pair is left, or where no week on or none off counts.
 */
export function weeksResult(weeks: readonly PlannedWeek[], options: WeeksOptions = {}): WeeksResult | null {
  const {level = 0.95, seed = 1, most = mostAssignments, withoutSwitches = false} = options;
  const pairs = pairsOfWeeks(weeks.length);
  for (const [first, second] of pairs)
    if (weeks[first]!.isOn === weeks[second]!.isOn)
      throw new RangeError("a pair of weeks is both on or both off: not an assignment of this plan");
  const known = pairs.filter((pair) => pair.every((week) => weeks[week]!.value !== null));
  const counted = new Set(known.flat());
  const values = weeks.map(({value}) => value ?? 0);
  const wasOn = weeks.map(({isOn}) => isOn);
  const lineOf = (isOn: readonly boolean[]): Line | null => {
    const sums = [0, 0];
    const slopes = [0, 0];
    const counts = [0, 0];
    for (const week of counted) {
      if (withoutSwitches && (week === 0 || isOn[week - 1] !== isOn[week])) continue;
      const arm = isOn[week] ? 1 : 0;
      sums[arm]! += values[week]!;
      slopes[arm]! += wasOn[week] ? 1 : 0;
      counts[arm]!++;
    }
    if (counts[0] === 0 || counts[1] === 0) return null;
    return {
      at0: sums[1]! / counts[1]! - sums[0]! / counts[0]!,
      slope: slopes[1]! / counts[1]! - slopes[0]! / counts[0]!
    };
  };
  const seen = lineOf(wasOn);
  if (seen === null) return null;
  // Without switches the state of a pair that is left out still decides which weeks count.
  const turned = withoutSwitches ? pairs : known;
  const isDrawn = 2 ** turned.length > most;
  const lines: Line[] = [];
  for (const isOn of isDrawn ? drawn(wasOn, turned, most, seed) : all(wasOn, turned)) {
    const line = lineOf(isOn);
    // Draws that leave no week to compare could not have given a result: the test is among those that do.
    if (line !== null) lines.push(line);
  }
  // The true assignment is among all; of a drawn part it is one more.
  if (isDrawn) lines.push(seen);
  const slack = 1e-9 * Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  const extreme = lines.filter(({at0}) => Math.abs(at0) >= Math.abs(seen.at0) - slack).length;
  const highs = lines.map((line) => reachUp(seen.at0, line)).sort((a, b) => b - a);
  const lows = lines
    .map((line) => -reachUp(-seen.at0, {at0: -line.at0, slope: line.slope}))
    .sort((a, b) => a - b);
  // More than this share of the assignments has to be as extreme for an effect to stay in.
  const nth = Math.floor((1 - level) * lines.length + 1e-9);
  return {
    pairs: known.length,
    difference: seen.at0,
    p: extreme / lines.length,
    smallestP: isDrawn ? 1 / lines.length : Math.min(1, 2 / lines.length),
    interval: {low: lows[nth]!, high: highs[nth]!},
    assignments: lines.length,
    isDrawn
  };
}

/** The largest effect from the estimate up under which the assignment of `line` is at least as extreme as the true one. */
function reachUp(estimate: number, {at0, slope}: Line): number {
  // |at0 - slope * effect| >= effect - estimate, which either sign of the left side may satisfy.
  const side = (top: number, bottom: number) =>
    bottom > 1e-12 ? top / bottom : top >= -1e-12 * Math.abs(estimate) ? Infinity : -Infinity;
  return Math.max(estimate, side(estimate + at0, 1 + slope), side(estimate - at0, 1 - slope));
}

/** Every assignment: each pair as it was, or turned over. */
function* all(wasOn: readonly boolean[], pairs: readonly [number, number][]): Generator<boolean[]> {
  for (let turns = 0; turns < 2 ** pairs.length; turns++)
    yield turnedOver(wasOn, pairs, (nth) => Math.floor(turns / 2 ** nth) % 2 === 1);
}

function* drawn(
  wasOn: readonly boolean[],
  pairs: readonly [number, number][],
  draws: number,
  seed: number
): Generator<boolean[]> {
  const random = randomNumbers(seed);
  for (let draw = 0; draw < draws; draw++) yield turnedOver(wasOn, pairs, () => random() < 0.5);
}

function turnedOver(
  wasOn: readonly boolean[],
  pairs: readonly [number, number][],
  isTurned: (nth: number) => boolean
): boolean[] {
  const isOn = [...wasOn];
  for (const [nth, [first, second]] of pairs.entries())
    if (isTurned(nth)) [isOn[first], isOn[second]] = [wasOn[second]!, wasOn[first]!];
  return isOn;
}
