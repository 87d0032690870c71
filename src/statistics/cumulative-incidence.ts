import {reach} from "./distributions.ts";
import {wilson, type Interval} from "./proportion.ts";

/** `count` people who went at `time` for `cause`, or were still there when last seen (`cause` null). */
export type CauseRow = {time: number; cause: string | null; count: number};

export type Incidence = {value: number; error: number} & Interval;

/** `free` is the share nothing has happened to yet; 1 − free is the sum of the incidences. */
export type IncidenceStep = {
  time: number;
  atRisk: number;
  happened: Record<string, number>;
  free: number;
  freeError: number;
  incidence: Record<string, Incidence>;
};

/** A curve of which each step is worked out when it is asked for: of exact ages there are very many, and few are shown. */
export interface IncidenceCurve {
  /** The times at which somebody went or was last seen, in order. */
  times: readonly number[];
  /** How many were still there at each of them, with whom it was the last. */
  atRisk: readonly number[];
  /** How many went for a cause at each of them; undefined of a cause that no one went for. */
  happened: Readonly<Record<string, readonly number[]>>;
  /** All that is known at the time of that number. */
  step(nth: number): IncidenceStep;
}

/** The steps of `incidenceCurve`, all of them. */
export function cumulativeIncidence(rows: CauseRow[], level = 0.95): IncidenceStep[] {
  const {times, step} = incidenceCurve(rows, level);
  return times.map((_, nth) => step(nth));
}

/**
 * Cumulative incidence of causes that exclude one another (Aalen–Johansen): first engagement with leaving as the
 * competing event, or the causes of leaving. People last seen at a time count as at risk at it. The variance is
 * Greenwood's, carried to several causes by the delta method (it equals R's infinitesimal jackknife). Intervals are
 * on the complementary log-log scale; before a cause's first event they are Wilson's for none among those at risk.
 */
export function incidenceCurve(rows: Iterable<CauseRow>, level = 0.95): IncidenceCurve {
  const {times, atRisk, happened} = tally(rows);
  const causes = Object.keys(happened).sort();
  const lost = times.map((_, t) => causes.reduce((sum, cause) => sum + happened[cause]![t]!, 0));
  // Of each time: `before` as it begins, `free` and its error as it ends.
  const before: number[] = [];
  const free: number[] = [];
  const freeError: number[] = [];
  let left = 1;
  let greenwood = 0;
  for (const [t, n] of atRisk.entries()) {
    const stay = n - lost[t]!;
    before.push(left);
    left *= stay / n;
    if (lost[t]! > 0) greenwood += lost[t]! / (n * stay);
    free.push(left);
    freeError.push(left > 0 ? left * Math.sqrt(greenwood) : 0);
  }
  const known = causes.map((cause) => {
    let sum = 0;
    const values = times.map((_, t) => (sum += (before[t]! * happened[cause]![t]!) / atRisk[t]!));
    return {
      cause,
      values,
      variances: variancesOf({before, lost, atRisk, happened: happened[cause]!}, values)
    };
  });
  const incidenceOf = (values: number[], variances: number[], t: number): Incidence => {
    const value = values[t]!;
    const error = Math.sqrt(variances[t]!);
    return {value, error, ...intervalOf(value, error, atRisk[t]!, level)};
  };
  return {
    times,
    atRisk,
    happened,
    step: (t) => ({
      time: times[t]!,
      atRisk: atRisk[t]!,
      happened: Object.fromEntries(causes.map((cause) => [cause, happened[cause]![t]!])),
      free: free[t]!,
      freeError: freeError[t]!,
      incidence: Object.fromEntries(
        known.map(({cause, values, variances}) => [cause, incidenceOf(values, variances, t)])
      )
    })
  };
}

/** How many went for each cause at each time in order, and how many were still there; without times when no one was. */
function tally(rows: Iterable<CauseRow>) {
  const sorted = [...rows].sort((a, b) => a.time - b.time);
  const happened: Record<string, number[]> = {};
  for (const {cause} of sorted) if (cause !== null) happened[cause] ??= [];
  const counts = Object.values(happened);
  const times: number[] = [];
  const people: number[] = [];
  for (const {time, cause, count} of sorted) {
    if (times.at(-1) !== time) {
      times.push(time);
      people.push(0);
      for (const of of counts) of.push(0);
    }
    people[times.length - 1]! += count;
    if (cause !== null) happened[cause]![times.length - 1]! += count;
  }
  let there = people.reduce((sum, count) => sum + count, 0);
  const atRisk: number[] = [];
  for (const count of people) {
    atRisk.push(there);
    there -= count;
  }
  // Of rows of nobody alone there is no one at risk; they can only stand last.
  const length = atRisk.findLastIndex((n) => n > 0) + 1;
  for (const column of [times, atRisk, ...counts]) column.length = length;
  return {times, atRisk, happened};
}

/**
 * An event of the cause at time k adds `before` to the incidence; any event there takes away what the people it
 * removed would have added later. Hazards at one time are shares of the same people (multinomial), and those of
 * different times are uncorrelated. What is added later, curve[t] - curve[k], makes each term a square in curve[t]:
 * its three coefficients are summed once, so that the cost follows the times and not their square.
 */
function variancesOf(
  path: {before: number[]; lost: number[]; atRisk: number[]; happened: number[]},
  curve: number[]
): number[] {
  let [constant, linear, square] = [0, 0, 0];
  return curve.map((value, t) => {
    const [before, n] = [path.before[t]!, path.atRisk[t]!];
    if (path.lost[t]! > 0) {
      const own = path.happened[t]! / n;
      const any = path.lost[t]! / n;
      constant += (before ** 2 * own * (1 - own)) / n;
      if (any < 1) {
        const cross = (before * own) / n;
        const spread = any / (1 - any) / n;
        constant += 2 * cross * value + spread * value ** 2;
        linear -= 2 * cross + 2 * spread * value;
        square += spread;
      }
    }
    return Math.max(0, constant + linear * value + square * value ** 2);
  });
}

function intervalOf(value: number, error: number, atRisk: number, level: number): Interval {
  if (value <= 0) return wilson(0, atRisk, level);
  if (value >= 1) return {low: wilson(atRisk, atRisk, level).low, high: 1};
  const width = (reach(level) * error) / ((1 - value) * -Math.log(1 - value));
  return {
    low: 1 - (1 - value) ** Math.exp(-width),
    high: 1 - (1 - value) ** Math.exp(width)
  };
}
