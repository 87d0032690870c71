import {reach, reachOfT} from "./distributions.ts";
import {binomial, randomNumbers} from "./multinomial.ts";
import {smallestGroup} from "./publication.ts";
import {exactP} from "./two-arms.ts";
import {fewestPairs, mostAssignments, pairsOfWeeks} from "./week-pairs.ts";

/** A test calls a difference real at this p. */
export const alpha = 0.05;

/** The chance to notice the difference worth having that a plan aims at. */
export const usualPower = 0.8;

/** Worlds that a power is counted in, and their seed: its standard error is below 0.9 points. */
const powerWorlds = 4000;
const seed = 1;

/** A plan that needs more than this is no plan for a small shop. */
export const mostPeople = 100_000;
export const mostWeeks = 208;

/** How large an experiment has to be, and the power it then has. Null where not even the largest is enough. */
export interface Size {
  units: number;
  power: number;
}

/**
 * The power of the exact test with `people` in each of two equal arms, if `base` of the second arm and `base + effect` of the
 * first have the outcome: counted in simulated worlds, the same ones for every size.
 */
export function powerOfPeople(people: number, base: number, effect: number, worlds = powerWorlds): number {
  const random = randomNumbers(seed);
  const known = new Map<number, number>();
  /** The smallest distance of x1 from half of a total that the test calls real. */
  const farEnough = (total: number): number => {
    const found = known.get(total);
    if (found !== undefined) return found;
    const variance = (total * (2 * people - total)) / (4 * (2 * people - 1));
    // Corrected for continuity, the normal is as good as exact from here on.
    if (variance > 50) return reach(1 - alpha) * Math.sqrt(variance) + 0.5;
    let [none, enough] = [-1, Math.floor(total / 2) + 1];
    while (enough - none > 1) {
      const step = Math.floor((none + enough) / 2);
      const x1 = Math.ceil(total / 2) + step;
      const x0 = total - x1;
      const isReal = x1 > people || x0 < 0 || exactP([{x1, n1: people, x0, n0: people}]) <= alpha;
      if (isReal) enough = step;
      else none = step;
    }
    const distance = Math.ceil(total / 2) + enough - total / 2;
    known.set(total, distance);
    return distance;
  };
  let real = 0;
  for (let world = 0; world < worlds; world++) {
    const x1 = binomial(people, base + effect, random);
    const x0 = binomial(people, base, random);
    if (Math.abs(x1 - x0) / 2 >= farEnough(x1 + x0) - 1e-9) real++;
  }
  return real / worlds;
}

/** The people in both arms together that a share of `base` and a difference of `effect` ask for, and a plan takes. */
export function sizeOfPeople(base: number, effect: number, power = usualPower): Size | null {
  if (!(base >= 0 && effect > 0 && base + effect <= 1))
    throw new RangeError(
      `shares ${base} and ${base + effect}: both have to lie between 0 and 1, and to differ`
    );
  return smallest(
    (arm) => ({units: 2 * arm, power: powerOfPeople(arm, base, effect, powerWorlds)}),
    smallestGroup,
    mostPeople / 2,
    power
  );
}

/**
 * The power of `weeks` in pairs, if a week on has `effect` more and a difference of two weeks of a pair scatters by `scatter`
 * (its standard deviation, without outreach): counted in worlds of normal differences.
 */
export function powerOfWeeks(weeks: number, effect: number, scatter: number, worlds = powerWorlds): number {
  const random = randomNumbers(seed);
  const pairs = pairsOfWeeks(weeks);
  // From here on Student's t is the limit that the assignments have, to less than a tenth of a point.
  const isLarge = pairs.length > mostEnumerated;
  const limit = reachOfT(1 - alpha, pairs.length - 1);
  let real = 0;
  for (let world = 0; world < worlds; world++) {
    const differences = pairs.map(() => effect + scatter * normalOf(random));
    if (isLarge ? tOf(differences) >= limit : pOf(differences) <= alpha) real++;
  }
  return real / worlds;
}

const mostEnumerated = Math.floor(Math.log2(mostAssignments));

/** The weeks that a difference of `effect` a week asks for. */
export function sizeOfWeeks(effect: number, scatter: number, power = usualPower): Size | null {
  if (!(effect > 0 && scatter > 0))
    throw new RangeError(
      `a difference of ${effect} a week that scatters by ${scatter}: both have to be above 0`
    );
  return smallest(
    (pairs) => ({units: 2 * pairs, power: powerOfWeeks(2 * pairs, effect, scatter)}),
    fewestPairs,
    mostWeeks / 2,
    power
  );
}

/** The smallest number with enough power, by doubling and halving: power grows with size. */
function smallest(sizeOf: (n: number) => Size, least: number, most: number, power: number): Size | null {
  let enough = sizeOf(least);
  if (enough.power >= power) return enough;
  let [below, n] = [least, least];
  do {
    if (n === most) return null;
    [below, n] = [n, Math.min(most, 2 * n)];
    enough = sizeOf(n);
  } while (enough.power < power);
  while (n - below > Math.max(1, Math.floor(n / 200))) {
    const middle = Math.floor((below + n) / 2);
    const size = sizeOf(middle);
    if (size.power >= power) [n, enough] = [middle, size];
    else below = middle;
  }
  return enough;
}

const normalOf = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function tOf(differences: readonly number[]): number {
  const n = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / n;
  const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return Math.abs(mean) / Math.sqrt(squares / (n - 1) / n);
}

/** The p of `weeksResult`: the share of all signs under which the sum is at least as far from 0. */
function pOf(differences: readonly number[]): number {
  let sum = differences.reduce((all, one) => all + one, 0);
  const far = Math.abs(sum) * (1 - 1e-9);
  const isTurned = differences.map(() => false);
  const assignments = 2 ** differences.length;
  let extreme = 1;
  // Gray's order: each assignment turns over one pair of the one before it.
  for (let nth = 1; nth < assignments; nth++) {
    const pair = 31 - Math.clz32(nth & -nth);
    isTurned[pair] = !isTurned[pair];
    sum += (isTurned[pair] ? -2 : 2) * differences[pair]!;
    if (Math.abs(sum) >= far) extreme++;
  }
  return extreme / assignments;
}
