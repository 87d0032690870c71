import {reach} from "./distributions.ts";
import type {Interval} from "./proportion.ts";

/**
 * People who share their times. `time` is when they left (`events`) or were last known to be there (`censored`);
 * `entry` is the age at which watching them began: they count as at risk in (entry, time].
 */
export type SurvivalRow = {time: number; events: number; censored: number; entry?: number};

export type RiskSet = {time: number; atRisk: number; events: number; censored: number};

export type SurvivalStep = RiskSet & {survival: number; logError: number};

/** Who is at risk at each distinct time, earliest first: entered before it, not gone before it. */
export function riskSets(rows: SurvivalRow[]): RiskSet[] {
  const exits = new Map<number, {events: number; censored: number}>();
  for (const {time, events, censored} of rows) {
    const at = exits.get(time) ?? {events: 0, censored: 0};
    exits.set(time, {events: at.events + events, censored: at.censored + censored});
  }
  const entries = rows
    .map((row) => ({entry: row.entry ?? -Infinity, people: row.events + row.censored}))
    .sort((a, b) => a.entry - b.entry);
  const sets: RiskSet[] = [];
  let next = 0;
  let inside = 0;
  for (const [time, {events, censored}] of [...exits].sort(([a], [b]) => a - b)) {
    for (; next < entries.length && entries[next]!.entry < time; next++) inside += entries[next]!.people;
    sets.push({time, atRisk: inside, events, censored});
    inside -= events + censored;
  }
  return sets;
}

/**
 * The Kaplan–Meier curve, one step per distinct time. `logError` is Greenwood's standard error of log S, so that
 * S · logError is the standard error of S; it is infinite once everybody at risk has left.
 */
export function kaplanMeier(rows: SurvivalRow[]): SurvivalStep[] {
  let survival = 1;
  let variance = 0;
  return riskSets(rows).map((set) => {
    const stay = set.atRisk - set.events;
    if (set.events > 0) {
      survival *= stay / set.atRisk;
      variance += set.events / (set.atRisk * stay);
    }
    return {...set, survival, logError: Math.sqrt(variance)};
  });
}

export type Scale = "log" | "log-log";

/**
 * The interval of S on the given scale, log-log by default because it stays within 0 and 1. Null once S is 0, where
 * neither scale has one, and on the log-log scale before anybody has left; on the log scale that is 1 to 1, as in R.
 */
export function survivalInterval(
  {survival, logError}: {survival: number; logError: number},
  scale: Scale = "log-log",
  level = 0.95
): Interval | null {
  if (survival <= 0) return null;
  if (survival >= 1) return scale === "log" ? {low: 1, high: 1} : null;
  const z = reach(level);
  if (scale === "log")
    return {low: survival * Math.exp(-z * logError), high: Math.min(1, survival * Math.exp(z * logError))};
  const width = (z * logError) / Math.abs(Math.log(survival));
  return {low: survival ** Math.exp(width), high: survival ** Math.exp(-width)};
}

/** The last step at or before `time`; everybody is there before the first one. */
export function stepAt(steps: SurvivalStep[], time: number): {survival: number; logError: number} {
  return steps.findLast((step) => step.time <= time) ?? {survival: 1, logError: 0};
}

/** When half have left, and its interval; null for what the data do not reach. */
export function medianSurvival(
  steps: SurvivalStep[],
  scale: Scale = "log-log",
  level = 0.95
): {median: number | null; low: number | null; high: number | null} {
  const bounds = steps.map((step) => survivalInterval(step, scale, level));
  const at = (curve: (number | null)[]) => crossing(steps, curve);
  return {
    median: at(steps.map((step) => step.survival)),
    low: at(bounds.map((bound) => bound?.low ?? null)),
    high: at(bounds.map((bound) => bound?.high ?? null))
  };
}

/** The first time a falling curve is at or below one half; the middle of its rest where it stays exactly there, as in R. */
function crossing(steps: SurvivalStep[], curve: (number | null)[]): number | null {
  const tolerance = 1e-8;
  const first = curve.findIndex((value) => value !== null && value <= 0.5 + tolerance);
  if (first < 0) return null;
  const time = steps[first]!.time;
  if (Math.abs(curve[first]! - 0.5) > tolerance) return time;
  const fall = steps.find((_, i) => i > first && (curve[i] ?? 0) < 0.5 - tolerance);
  return (time + (fall ?? steps.at(-1)!).time) / 2;
}
