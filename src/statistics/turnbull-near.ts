import {
  climb,
  gradient,
  isotonic,
  logLikelihood,
  normalized,
  roomFor,
  rowMasses,
  runOf,
  type IntervalRow,
  type Mass,
  type Problem
} from "./turnbull.ts";

/**
 * Prepares fits of other counts of the same rows near a known one, as a bootstrap asks for. Of many thousand places few
 * hold any mass: a fit begins on those of the known one, where most rows say the same, and takes in the places at which
 * the likelihood still rises until there are none, so that it carries the same certificate as `refitter`'s. The
 * likelihood rises with every step, so no place is taken in and left out for ever. Returns the places with mass, in order
 * of age.
 */
export function refitterNear(
  rows: IntervalRow[],
  known: Mass[],
  tolerance: number
): (counts: number[]) => Mass[] {
  const runs = rows.map((row) => runOf(known, row));
  const firsts = Int32Array.from(runs, ({first}) => first);
  const lasts = Int32Array.from(runs, ({last}) => last);
  const begin = narrow(
    firsts,
    lasts,
    Int32Array.from(known.flatMap(({mass}, j) => (mass > 1e-9 ? [j] : []))),
    known.length
  );
  const beginMasses = Float64Array.from(begin.places, (j) => known[j]!.mass);
  const beginRoom = roomFor(begin.first.length, begin.places.length);
  const slopes = new Float64Array(known.length + 1);
  const masses = new Float64Array(known.length);
  const found = (places: Int32Array): Mass[] => {
    const held: Mass[] = [];
    for (const j of places) held.push({left: known[j]!.left, right: known[j]!.right, mass: masses[j]!});
    return held;
  };
  return (counts) => {
    const people = counts.reduce((sum, w) => sum + w, 0);
    const problemOf = ({first, last, rowOf}: Narrowed, room: Problem["room"]): Problem => {
      const weight = new Float64Array(first.length);
      for (let i = 0; i < counts.length; i++) weight[rowOf[i]!]! += counts[i]!;
      return {first, last, weight, people, room};
    };
    let narrowed = begin;
    let problem = problemOf(begin, beginRoom);
    let p: Float64Array = normalized(beginMasses.slice());
    for (;;) {
      const top = ascend(problem, p, tolerance);
      p = top.masses;
      const {places, rowOf} = narrowed;
      const inside = rowMasses(problem, p);
      slopes.fill(0);
      for (let i = 0; i < counts.length; i++) {
        if (counts[i] === 0) continue;
        const pull = counts[i]! / inside[rowOf[i]!]! / people;
        slopes[firsts[i]!]! += pull;
        slopes[lasts[i]! + 1]! -= pull;
      }
      for (let j = 1; j < known.length; j++) slopes[j]! += slopes[j - 1]!;
      masses.fill(0);
      for (let k = 0; k < places.length; k++) masses[places[k]!] = p[k]!;
      const held = places.filter((j) => masses[j]! > 0);
      const better = peaks(slopes, held, 1 + tolerance);
      if (better.length === 0) return found(held);
      narrowed = narrow(firsts, lasts, joined(held, better), known.length);
      problem = problemOf(narrowed, roomFor(narrowed.first.length, narrowed.places.length));
      p = new Float64Array(narrowed.places.length);
      for (let k = 0; k < p.length; k++) p[k] = masses[narrowed.places[k]!]!;
      const aim = p.map((mass) => (mass > 0 ? 0 : 1 / better.length));
      const next = along(problem, p, aim, top.likelihood, newMass);
      if (!next) return found(held);
      p = next.masses;
    }
  };
}

/** What places that are taken in begin with at most, together. */
const newMass = 1e-3;
/** A climb that has not arrived by then is near enough: most need about six steps. */
const mostSteps = 1_000;

/** Newton's steps from `start` on until no place with mass would rather have less or more of it, within the tolerance. */
function ascend(problem: Problem, start: Float64Array, tolerance: number): Climbed {
  let at = withLikelihood(problem, start);
  for (let step = 0; step < mostSteps; step++) {
    const {masses, likelihood} = at;
    if (isLevel(masses, gradient(problem, masses), tolerance)) break;
    const aim = newtonAim(problem, masses);
    const next = aim && along(problem, masses, aim, likelihood);
    // A turn that never fails, where Newton's does: it crawls, and the next step is Newton's again.
    at = next ?? withLikelihood(problem, climb(problem, masses, tolerance, 1).slice());
  }
  return at;
}

/** Masses and their likelihood. */
interface Climbed {
  masses: Float64Array;
  likelihood: number;
}

const withLikelihood = (problem: Problem, masses: Float64Array): Climbed => ({
  masses,
  likelihood: logLikelihood(problem, masses)
});

function isLevel(p: Float64Array, slopes: Float64Array, tolerance: number): boolean {
  for (let j = 0; j < p.length; j++) {
    const mass = p[j]!;
    if (mass === 0) continue;
    if (slopes[j]! > 1 + tolerance || (mass > 1e-6 && slopes[j]! < 1 - tolerance)) return false;
  }
  return true;
}

/** Masses on the way to `aim`, `first` of it or a half, a quarter, … of that, at which the likelihood is higher; null where none is. */
function along(
  problem: Problem,
  p: Float64Array,
  aim: Float64Array,
  likelihood: number,
  first = 1
): Climbed | null {
  const masses = new Float64Array(p.length);
  for (let step = first; step > first / 100; step /= 2) {
    for (let j = 0; j < p.length; j++) masses[j] = p[j]! + step * (aim[j]! - p[j]!);
    const reached = logLikelihood(problem, normalized(masses));
    if (reached > likelihood) return {masses, likelihood: reached};
  }
  return null;
}

/**
 * Where Newton's step on the distribution function at the ends of the places with mass leads, neighbours out of order
 * pooled; null where the curvature does not say. Rows reach over few places, so the curvature is solved inside its
 * envelope: of each line of the lower triangle the entries from its first one to the diagonal (George and Liu 1981,
 * chapter 4).
 */
function newtonAim({first, last, weight, room}: Problem, p: Float64Array): Float64Array | null {
  const inside = room.inside;
  const held: number[] = [];
  const before = new Int32Array(p.length + 1);
  for (let j = 0; j < p.length; j++) {
    if (p[j]! > 0) held.push(j);
    before[j + 1] = held.length;
  }
  const size = held.length - 1;
  if (size < 1) return null;
  // The distribution function is 0 before the first place and 1 after the last: neither moves.
  const lower = new Int32Array(weight.length);
  const upper = new Int32Array(weight.length);
  const from = new Int32Array(size);
  for (let k = 0; k < size; k++) from[k] = k;
  for (let i = 0; i < weight.length; i++) {
    const a = (lower[i] = before[first[i]!]! - 1);
    const b = (upper[i] = before[last[i]! + 1]! - 1);
    if (weight[i]! > 0 && a >= 0 && b < size && a < from[b]!) from[b] = a;
  }
  const at = new Int32Array(size + 1);
  for (let k = 0; k < size; k++) at[k + 1] = at[k]! + k - from[k]! + 1;
  const bend = new Float64Array(at[size]!);
  const own = new Float64Array(size);
  const step = new Float64Array(size);
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] === 0) continue;
    const a = lower[i]!;
    const b = upper[i]!;
    const pull = weight[i]! / inside[i]!;
    if (b < size) {
      step[b]! += pull;
      bend[at[b + 1]! - 1]! += pull / inside[i]!;
    }
    if (a >= 0) {
      step[a]! -= pull;
      bend[at[a + 1]! - 1]! += pull / inside[i]!;
    }
    if (a >= 0 && b < size) bend[at[b]! + a - from[b]!]! -= pull / inside[i]!;
  }
  for (let k = 0; k < size; k++) {
    const diagonal = at[k + 1]! - 1;
    // Where nobody's interval ends the distribution stays where it is.
    own[k] = bend[diagonal]! > 0 ? bend[diagonal]! : 1e-12;
    bend[diagonal] = own[k]! * (1 + 1e-10);
  }
  if (!solve(bend, at, from, step)) return null;
  let reached = 0;
  for (let k = 0; k < size; k++) step[k]! += reached += p[held[k]!]!;
  const curve = isotonic(step, own, size, room);
  const aim = new Float64Array(p.length);
  for (const [k, j] of held.entries()) aim[j] = (k < size ? curve[k]! : 1) - (k > 0 ? curve[k - 1]! : 0);
  return aim;
}

/** Solves in place by Cholesky's factor within the envelope; false where the matrix is not positive definite. */
function solve(matrix: Float64Array, at: Int32Array, from: Int32Array, x: Float64Array): boolean {
  const size = x.length;
  for (let k = 0; k < size; k++) {
    const diagonal = at[k + 1]! - 1;
    const whole = matrix[diagonal]!;
    for (let j = from[k]!; j < k; j++) {
      let sum = matrix[at[k]! + j - from[k]!]!;
      for (let i = Math.max(from[k]!, from[j]!); i < j; i++)
        sum -= matrix[at[k]! + i - from[k]!]! * matrix[at[j]! + i - from[j]!]!;
      sum /= matrix[at[j + 1]! - 1]!;
      matrix[at[k]! + j - from[k]!] = sum;
      matrix[diagonal]! -= sum * sum;
    }
    if (!(matrix[diagonal]! > whole * 1e-13)) return false;
    matrix[diagonal] = Math.sqrt(matrix[diagonal]!);
    for (let j = from[k]!; j < k; j++) x[k]! -= matrix[at[k]! + j - from[k]!]! * x[j]!;
    x[k]! /= matrix[diagonal]!;
  }
  for (let k = size - 1; k >= 0; k--) {
    x[k]! /= matrix[at[k + 1]! - 1]!;
    for (let j = from[k]!; j < k; j++) x[j]! -= matrix[at[k]! + j - from[k]!]! * x[k]!;
  }
  return true;
}

/** Places of both, in order. */
function joined(places: Int32Array, others: number[]): Int32Array {
  const both = new Int32Array(places.length + others.length);
  both.set(places);
  both.set(others, places.length);
  return both.sort();
}

type Narrowed = ReturnType<typeof narrow>;

/** The runs of `size` places as those of fewer `places`, rows that then say the same made one: row i is row `rowOf[i]`. */
function narrow(firsts: Int32Array, lasts: Int32Array, places: Int32Array, size: number) {
  // How many of the fewer places come before each place.
  const before = new Int32Array(size + 1);
  for (const place of places) before[place + 1] = 1;
  for (let j = 1; j <= size; j++) before[j]! += before[j - 1]!;
  const rows = new Map<number, number>();
  const [first, last]: [number[], number[]] = [[], []];
  const rowOf = firsts.map((start, i) => {
    const from = before[start]!;
    const to = before[lasts[i]! + 1]! - 1;
    const key = from * places.length + to;
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, first.length);
    first.push(from);
    last.push(to);
    return first.length - 1;
  });
  return {places, first: Int32Array.from(first), last: Int32Array.from(last), rowOf};
}

/** Between every two places, where the slope is greatest and above `least`. */
function peaks(slopes: Float64Array, places: Int32Array, least: number): number[] {
  const found: number[] = [];
  let from = 0;
  for (const to of [...places, slopes.length - 1]) {
    let best = -1;
    for (let j = from; j < to; j++)
      if (slopes[j]! > least && (best < 0 || slopes[j]! > slopes[best]!)) best = j;
    if (best >= 0) found.push(best);
    from = to + 1;
  }
  return found;
}
