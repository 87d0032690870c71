import type {Precision, Figures} from "../../src/plan/precision.ts";
import {schedules, type ScheduleName} from "../../src/plan/schedules.ts";
import {wilson, type Interval} from "../../src/statistics/proportion.ts";
import {differenceOf, observe, type Observed} from "./figures.ts";
import {behaviourOf, type Behaviour} from "./behaviour.ts";
import type {Tally} from "./truth.ts";
import type {Schedule} from "./watch.ts";
import {createWorld} from "./world.ts";

/** The schedule that watches a world as a schedule of the plan would. */
const scheduleOf: Record<ScheduleName, Schedule> = {
  "daily-full": "daily",
  "heads-weekly": "heads",
  "heads-biweekly": "heads-biweekly",
  "heads-monthly": "heads-monthly",
  "weekly-full": "weekly",
  "monthly-full": "monthly"
};

/** Worlds laid into one database at once. */
const atOnce = 8;

export interface MakeOptions {
  /** Worlds in which the brand keeps a follow for long; a quarter as many in which it does not come beside them. */
  worlds: number;
  seed: number;
  log?: (schedule: ScheduleName) => void;
}

/** Watches the same simulated brands under every schedule, and tells what each makes of them. */
export async function makeFigures({worlds, seed, log}: MakeOptions): Promise<Omit<Precision, "date">> {
  const behaviour = behaviourOf("default");
  const seeds = seedsFrom(seed, worlds);
  const made: Figures[] = [];
  for (const {name} of schedules) {
    const long = await watch(behaviour, scheduleOf[name], seeds);
    const short = await watch(
      behaviourOf("default", "short"),
      scheduleOf[name],
      seedsFrom(seed, Math.ceil(worlds / 4))
    );
    made.push({
      name,
      ...figuresOf(long),
      noneSeenFollowbacksDropped: shareIn(short, ({basis}) => basis.none_seen)
    });
    log?.(name);
  }
  const comers = mean(seeds.map((one) => comersOf(behaviour, one)));
  return {seed, worlds, days: behaviour.days, newcomers: Math.round(comers), schedules: made};
}

const seedsFrom = (seed: number, worlds: number) =>
  Array.from({length: worlds}, (_, nth) => seed * 10_000_000 + 750_000 + nth);

/** How many really came, whether any list showed them or not. */
const comersOf = (behaviour: Behaviour, seed: number) =>
  createWorld(behaviour, seed).people.filter(({route}) => route === "followback" || route === "organic")
    .length;

async function watch(behaviour: Behaviour, schedule: Schedule, seeds: number[]): Promise<Observed[]> {
  const observed: Observed[] = [];
  for (let from = 0; from < seeds.length; from += atOnce)
    observed.push(...(await observe(behaviour, schedule, seeds.slice(from, from + atOnce))));
  return observed;
}

const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

function shareIn(worlds: Observed[], of: (observed: Observed) => Tally): number {
  const sum = (key: keyof Tally) => worlds.reduce((total, observed) => total + of(observed)[key], 0);
  return rounded(sum("x") / sum("n"));
}

function figuresOf(worlds: Observed[]): Omit<Figures, "name" | "noneSeenFollowbacksDropped"> {
  const width = (interval: (observed: Observed) => Interval) =>
    rounded(mean(worlds.map((observed) => interval(observed).high - interval(observed).low)));
  const widths = (key: "engaged" | "retained") => ({
    followback: width(({[key]: {followback}}) => ofTally(followback)),
    organic: width(({[key]: {organic}}) => ofTally(organic)),
    difference: width(({[key]: tallies}) => differenceOf(tallies))
  });
  const medians = worlds.flatMap(({medianStartDays}) => medianStartDays ?? []).sort((a, b) => a - b);
  return {
    windowDays: Math.round(medians[Math.floor(medians.length / 2)]! * 100) / 100,
    unknown: shareIn(worlds, ({unknown}) => unknown),
    firstFollowbacks: shareIn(worlds, ({basis}) => basis.first),
    noneSeenFollowbacks: shareIn(worlds, ({basis}) => basis.none_seen),
    engaged30: widths("engaged"),
    retained90: widths("retained")
  };
}

/** Nobody observed is no knowledge at all. */
const ofTally = ({x, n}: Tally): Interval => (n === 0 ? {low: 0, high: 1} : wilson(x, n));
