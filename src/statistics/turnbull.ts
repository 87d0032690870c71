/** `count` people who left in (left, right]; `right` is Infinity for those still there, and equals `left` where exact. */
export type IntervalRow = {left: number; right: number; count: number};

/**
 * The nonparametric maximum-likelihood estimate. Mass may lie anywhere inside its innermost interval, and what is
 * never seen to leave lies in the last one, up to Infinity. `isProved` says that the estimate carries its own
 * certificate: no direction raises the likelihood (every gradient at most 1 + 1e-6), and it is level wherever there
 * is mass (within 1e-6 of 1).
 */
export type Turnbull = {masses: Mass[]; logLikelihood: number; isProved: boolean};

export type Mass = {left: number; right: number; mass: number};

/** Row i may lie in any of the innermost intervals `first[i]..last[i]`. */
export type Problem = {
  first: Int32Array;
  last: Int32Array;
  weight: Float64Array;
  people: number;
  room: Room;
};

/** Arrays that every turn fills: making them takes longer than filling them. */
type Room = ReturnType<typeof roomFor>;

export const roomFor = (rows: number, places: number) => ({
  /** The mass up to each interval and inside each row. */
  upTo: new Float64Array(places + 1),
  inside: new Float64Array(rows),
  gradient: new Float64Array(places + 1),
  /** The masses after a step of EM, and those of a step of ICM that is tried. */
  product: new Float64Array(places),
  trial: new Float64Array(places),
  aim: new Float64Array(places),
  /** Of the distribution function at the end of each interval but the last. */
  slope: new Float64Array(places),
  curve: new Float64Array(places),
  /** Pools of neighbours: what they share, their weight and where they end. */
  levels: new Float64Array(places),
  weights: new Float64Array(places),
  ends: new Int32Array(places)
});

/** Turnbull's estimate of the rows with anybody in them: see `refitter`. */
export function turnbull(rows: IntervalRow[], tolerance = 1e-10, turns = 5_000): Turnbull {
  const present = rows.filter((row) => row.count > 0);
  return refitter(present, tolerance, turns)(present.map((row) => row.count));
}

/**
 * Prepares the places mass can go once, and returns the fit for any counts of the same rows. Turns of EM and of ICM
 * (Wellner and Zhan 1997): EM is safe but crawls; the convex-minorant step jumps and can set a mass to 0, and is halved
 * until the likelihood rises. A turn costs rows + intervals. The default tolerance is well past what is promised, so
 * that figures repeat to the ten digits that are kept.
 */
export function refitter(
  rows: IntervalRow[],
  tolerance = 1e-10,
  turns = 5_000
): (counts: number[]) => Turnbull {
  const innermost = innermostIntervals(rows);
  const runs = rows.map((row) => runOf(innermost, row));
  const first = Int32Array.from(runs, (run) => run.first);
  const last = Int32Array.from(runs, (run) => run.last);
  const room = roomFor(rows.length, innermost.length);
  return (counts) => {
    const people = counts.reduce((sum, w) => sum + w, 0);
    const problem = {first, last, weight: Float64Array.from(counts), people, room};
    const p = climb(problem, new Float64Array(innermost.length).fill(1 / innermost.length), tolerance, turns);
    return {
      masses: innermost.map(({left, right}, j) => ({left, right, mass: p[j]!})),
      logLikelihood: logLikelihood(problem, p),
      isProved: isCertified(p, gradient(problem, p), 1e-6)
    };
  };
}

/**
 * Turns of EM and ICM from `start` on, until no direction rises by more than the tolerance. The masses it returns lie in the
 * problem's room: the next climb there writes over them.
 */
export function climb(problem: Problem, start: Float64Array, tolerance: number, turns: number): Float64Array {
  let p = start;
  for (let turn = 0; turn < turns; turn++) {
    const g = gradient(problem, p);
    if (isCertified(p, g, tolerance)) break;
    p = minorantStep(problem, normalized(product(p, g, problem.room.product)));
  }
  return p;
}

/** The stretches between a left end and a right end with no other end between: the only places mass can go. */
function innermostIntervals(rows: {left: number; right: number}[]): {left: number; right: number}[] {
  // At one value a point opens, then intervals close, then half-open intervals open after it.
  const ends = rows.flatMap(({left, right}) => [
    {at: left, rank: left === right ? 0 : 2},
    {at: right, rank: 1}
  ]);
  ends.sort((a, b) => (a.at === b.at ? a.rank - b.rank : a.at < b.at ? -1 : 1));
  return ends.flatMap((end, i) => {
    const next = ends[i + 1];
    return end.rank !== 1 && next?.rank === 1 ? [{left: end.at, right: next.at}] : [];
  });
}

/** Which of the innermost intervals lie inside a row's own interval: an unbroken run of them. */
export function runOf(
  innermost: {left: number; right: number}[],
  row: {left: number; right: number}
): {first: number; last: number} {
  const isPoint = row.left === row.right;
  const first = lowest(innermost, ({left, right}) =>
    isPoint ? left >= row.left : left > row.left || (left === row.left && right > left)
  );
  return {first, last: lowest(innermost, ({right}) => right > row.right) - 1};
}

/**
 * The rows with those merged that may lie in the same innermost intervals, ends moved to the outermost of these (a left
 * end that lies before a point stays): fewer rows, the same likelihood at every curve, the same innermost intervals. Rows
 * without people are left out.
 */
export function mergeByRun(rows: IntervalRow[]): IntervalRow[] {
  const present = rows.filter((row) => row.count > 0);
  const innermost = innermostIntervals(present);
  const merged = new Map<number, IntervalRow>();
  for (const row of present) {
    const {first, last} = runOf(innermost, row);
    const key = first * innermost.length + last;
    const known = merged.get(key);
    const {left, right} = innermost[first]!;
    // From a point on it would leave the point out: it begins before it, where nothing else lies between.
    const begin = left === right && first < last ? row.left : left;
    if (known) known.count += row.count;
    else merged.set(key, {left: begin, right: innermost[last]!.right, count: row.count});
  }
  return [...merged.values()];
}

/** How steeply the likelihood rises with each mass, per person: 1 at the maximum, less where no mass belongs. */
export function gradient(problem: Problem, p: Float64Array): Float64Array {
  const {first, last, weight, people} = problem;
  const inside = rowMasses(problem, p);
  const g = problem.room.gradient.fill(0);
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] === 0) continue;
    const pull = weight[i]! / inside[i]! / people;
    g[first[i]!]! += pull;
    g[last[i]! + 1]! -= pull;
  }
  for (let j = 1; j < p.length; j++) g[j]! += g[j - 1]!;
  return g.subarray(0, p.length);
}

function isCertified(p: Float64Array, g: Float64Array, tolerance: number): boolean {
  for (let j = 0; j < g.length; j++) {
    const slope = g[j]!;
    if (!(slope <= 1 + tolerance && (p[j]! <= 1e-6 || slope >= 1 - tolerance))) return false;
  }
  return true;
}

/** One Newton step on the distribution function with a diagonal curvature, kept monotone by pooling neighbours. */
function minorantStep(problem: Problem, p: Float64Array): Float64Array {
  const {first, last, weight} = problem;
  const {aim, trial} = problem.room;
  const size = p.length - 1;
  if (size < 1) return p;
  const inside = rowMasses(problem, p);
  const slope = problem.room.slope.fill(0);
  const curve = problem.room.curve.fill(0);
  let start = 0;
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] === 0) continue;
    start += weight[i]! * Math.log(inside[i]!);
    const pull = weight[i]! / inside[i]!;
    const bend = pull / inside[i]!;
    const upper = last[i]!;
    const lower = first[i]! - 1;
    if (upper < size) {
      slope[upper]! += pull;
      curve[upper]! += bend;
    }
    if (lower >= 0) {
      slope[lower]! -= pull;
      curve[lower]! += bend;
    }
  }
  let below = 0;
  // Where nobody's interval ends the distribution may lie anywhere between its neighbours: it stays, with next to no weight.
  for (let k = 0; k < size; k++) {
    below += p[k]!;
    const bend = curve[k]!;
    slope[k] = below + (bend > 0 ? slope[k]! / bend : 0);
    if (!(bend > 0)) curve[k] = 1e-12;
  }
  const levels = isotonic(slope, curve, size, problem.room);
  for (let k = 0; k <= size; k++) aim[k] = (k < size ? levels[k]! : 1) - (k > 0 ? levels[k - 1]! : 0);
  for (let step = 1; step > 1e-6; step /= 2) {
    for (let j = 0; j < p.length; j++) trial[j] = p[j]! + step * (aim[j]! - p[j]!);
    if (logLikelihood(problem, normalized(trial)) >= start) return trial;
  }
  return p;
}

/**
 * The nondecreasing sequence in 0 to 1 nearest to the first `size` values in weighted squares: pools out of order share
 * their mean. It takes the place of the values.
 */
export function isotonic(
  values: Float64Array,
  weights: Float64Array,
  size: number,
  room: Room
): Float64Array {
  const {levels, weights: mass, ends} = room;
  let pools = 0;
  for (let i = 0; i < size; i++) {
    levels[pools] = values[i]!;
    mass[pools] = weights[i]!;
    ends[pools] = i + 1;
    for (; pools > 0 && levels[pools - 1]! >= levels[pools]!; pools--) {
      const before = mass[pools - 1]!;
      const after = mass[pools]!;
      levels[pools - 1] = (levels[pools - 1]! * before + levels[pools]! * after) / (before + after);
      mass[pools - 1] = before + after;
      ends[pools - 1] = ends[pools]!;
    }
    pools++;
  }
  for (let pool = 0, start = 0; pool < pools; start = ends[pool++]!) {
    values.fill(Math.min(1, Math.max(0, levels[pool]!)), start, ends[pool]);
  }
  return values;
}

/** The mass inside each row's interval. */
export function rowMasses({first, last, room: {upTo, inside}}: Problem, p: Float64Array): Float64Array {
  let sum = 0;
  for (let j = 0; j < p.length; j++) upTo[j + 1] = sum += p[j]!;
  for (let i = 0; i < inside.length; i++) inside[i] = upTo[last[i]! + 1]! - upTo[first[i]!]!;
  return inside;
}

/** −Infinity where somebody is left no place to have gone. */
export function logLikelihood(problem: Problem, p: Float64Array): number {
  const inside = rowMasses(problem, p);
  let sum = 0;
  for (let i = 0; i < inside.length; i++) {
    if (problem.weight[i] === 0) continue;
    if (!(inside[i]! > 0)) return -Infinity;
    sum += problem.weight[i]! * Math.log(inside[i]!);
  }
  return sum;
}

/** The products of masses and slopes, put into `into`. */
function product(p: Float64Array, g: Float64Array, into: Float64Array): Float64Array {
  for (let j = 0; j < p.length; j++) into[j] = p[j]! * g[j]!;
  return into;
}

/** Scales masses in place to a sum of 1. */
export function normalized(p: Float64Array): Float64Array {
  let sum = 0;
  for (let j = 0; j < p.length; j++) sum += p[j]!;
  for (let j = 0; j < p.length; j++) p[j]! /= sum;
  return p;
}

/** The lowest index that satisfies a condition which, once true, stays true; the length where none does. */
export function lowest<T>(sorted: T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
