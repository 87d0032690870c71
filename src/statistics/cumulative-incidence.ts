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

/**
 * Cumulative incidence of causes that exclude one another (Aalen–Johansen): first engagement with leaving as the
 * competing event, or the causes of leaving. People last seen at a time count as at risk at it. The variance is
 * Greenwood's, carried to several causes by the delta method (it equals R's infinitesimal jackknife). Intervals are
 * on the complementary log-log scale; before a cause's first event they are Wilson's for none among those at risk.
 */
export function cumulativeIncidence(rows: CauseRow[], level = 0.95): IncidenceStep[] {
  const causes = [...new Set(rows.flatMap(({cause}) => cause ?? []))].sort();
  const ticks = tally(rows, causes);
  // What is known before each time: `free` as the time begins, the incidences as it ends.
  let free = 1;
  let greenwood = 0;
  const path = ticks.map((tick) => {
    const before = free;
    const lost = tick.happened.reduce((sum, d) => sum + d, 0);
    const stay = tick.atRisk - lost;
    free *= stay / tick.atRisk;
    if (lost > 0) greenwood += lost / (tick.atRisk * stay);
    return {...tick, lost, before, free, freeError: free > 0 ? free * Math.sqrt(greenwood) : 0};
  });
  const curves = causes.map((_, c) => {
    let sum = 0;
    return path.map(({before, happened, atRisk}) => (sum += (before * happened[c]!) / atRisk));
  });
  const variances = causes.map((_, c) => variancesOf(path, curves[c]!, c));
  return path.map(({time, atRisk, happened, free, freeError}, t) => ({
    time,
    atRisk,
    happened: Object.fromEntries(causes.map((cause, c) => [cause, happened[c]!])),
    free,
    freeError,
    incidence: Object.fromEntries(
      causes.map((cause, c) => {
        const value = curves[c]![t]!;
        const error = Math.sqrt(variances[c]![t]!);
        return [cause, {value, error, ...intervalOf(value, error, atRisk, level)}];
      })
    )
  }));
}

type Tick = {time: number; atRisk: number; happened: number[]};

function tally(rows: CauseRow[], causes: string[]): Tick[] {
  const exits = new Map<number, {happened: number[]; people: number}>();
  for (const {time, cause, count} of rows) {
    const at = exits.get(time) ?? {happened: causes.map(() => 0), people: 0};
    if (cause !== null) at.happened[causes.indexOf(cause)]! += count;
    at.people += count;
    exits.set(time, at);
  }
  let atRisk = rows.reduce((sum, {count}) => sum + count, 0);
  const ticks: Tick[] = [];
  for (const [time, {happened, people}] of [...exits].sort(([a], [b]) => a - b)) {
    if (atRisk > 0) ticks.push({time, atRisk, happened});
    atRisk -= people;
  }
  return ticks;
}

/**
 * An event of the cause at time k adds `before` to the incidence; any event there takes away what the people it
 * removed would have added later. Hazards at one time are shares of the same people (multinomial), and those of
 * different times are uncorrelated. What is added later, curve[t] - curve[k], makes each term a square in curve[t]:
 * its three coefficients are summed once, so that the cost follows the times and not their square.
 */
function variancesOf(
  path: {before: number; free: number; lost: number; atRisk: number; happened: number[]}[],
  curve: number[],
  cause: number
): number[] {
  let [constant, linear, square] = [0, 0, 0];
  return path.map(({before, lost, atRisk: n, happened}, t) => {
    const value = curve[t]!;
    if (lost > 0) {
      const own = happened[cause]! / n;
      const any = lost / n;
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
