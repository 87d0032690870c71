import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {survivalOf, type History} from "../models/exact-ages.ts";

/** Brands of which few lists show many people at once. Days. */
export interface BandWorlds {
  name: string;
  lists: number;
  gap: number;
  /** How far a list may be from its day, either way, before all ages are shifted against each other. */
  jitter: number;
  /** Arrivals between two lists lie between these, as in a month with and one without a campaign. */
  fewest: number;
  most: number;
  /** Where the band is held against the truth: at ages that lists reach. */
  ages: number[];
}

export const bandWorlds: BandWorlds[] = [
  {
    name: "monthly archives",
    lists: 7,
    gap: 30,
    jitter: 0,
    fewest: 40,
    most: 4000,
    ages: [30, 60, 90, 120]
  },
  {
    name: "monthly archives, up to two days late or early",
    lists: 7,
    gap: 30,
    jitter: 2,
    fewest: 40,
    most: 4000,
    ages: [28, 63, 91, 119]
  },
  {name: "weekly tables", lists: 27, gap: 7, jitter: 0, fewest: 10, most: 400, ages: [7, 28, 91, 140]}
];

/** A fifth leaves after 16 days on average, the others after 420: shares of those who come, and mean stays in days. */
const stays = [
  {share: 0.2, mean: 16},
  {share: 0.8, mean: 420}
];

/** Of whom a list shows first, which share stays how long: those who soon leave are often gone before any list. */
function seenStays(gap: number) {
  // Whoever comes evenly within a gap is still there at its end with chance mean / gap * (1 - exp(-gap / mean)).
  const seen = stays.map(({share, mean}) => ({
    mean,
    weight: (share * mean * -Math.expm1(-gap / mean)) / gap
  }));
  const all = seen.reduce((sum, {weight}) => sum + weight, 0);
  return seen.map(({mean, weight}) => ({mean, share: weight / all}));
}

/** Of those who came between two lists and stand in the second: the chance to be there `age` days after it. */
export const truthAt = (age: number, gap: number) =>
  seenStays(gap).reduce((sum, {mean, share}) => sum + share * Math.exp(-age / mean), 0);

const day = 86_400_000_000;

/** One world, person by person, each from the list that shows them first: that all have one behaviour is what a curve assumes. */
export function bandWorld({lists, gap, jitter, fewest, most}: BandWorlds, seed: number): History {
  const random = randomNumbers(seed);
  const at = Array.from({length: lists}, (_, nth) => (nth + 1) * gap + (2 * random() - 1) * jitter);
  const [early, late] = seenStays(gap) as [{mean: number; share: number}, {mean: number; share: number}];
  const counts = new Map<string, {cameIn: number; goneBy: number | null; count: number}>();
  for (let cameIn = 0; cameIn < lists - 1; cameIn++) {
    // Evenly on the scale of logarithms: most months are small.
    const arrivals = Math.round(fewest * (most / fewest) ** random());
    for (let n = 0; n < arrivals; n++) {
      const {mean} = random() < early.share ? early : late;
      const end = at[cameIn]! - mean * Math.log(1 - random());
      const next = at.findIndex((moment) => moment > end);
      const goneBy = next < 0 ? null : next;
      const key = `${cameIn} ${goneBy}`;
      const group = counts.get(key) ?? {cameIn, goneBy, count: 0};
      group.count++;
      counts.set(key, group);
    }
  }
  const micros = at.map((moment) => Math.round(moment * day));
  return {lists: micros.map((moment) => ({from: moment, to: moment})), groups: [...counts.values()]};
}

export interface BandCoverage {
  name: string;
  age: number;
  worlds: number;
  /** How often the interval held the truth, and how wide it and the band inside it were on average. */
  covered: number;
  width: number;
  open: number;
}

/** Worlds whose people are laid into one database at once. */
const atOnce = 50;

/** Simulates worlds, runs the models from spells on, and counts how often the band at each age holds the truth. */
export async function bandCoverage(kind: BandWorlds, seeds: number[]): Promise<BandCoverage[]> {
  const found = kind.ages.map((age) => ({name: kind.name, age, worlds: 0, covered: 0, width: 0, open: 0}));
  for (let nth = 0; nth < seeds.length; nth += atOnce) {
    const steps = await survivalOf(seeds.slice(nth, nth + atOnce).map((seed) => bandWorld(kind, seed)));
    for (const of of found) {
      const truth = truthAt(of.age, kind.gap);
      for (const step of steps.filter(({age_days}) => age_days === of.age)) {
        of.worlds++;
        of.covered += Number(step.interval_low <= truth && truth <= step.interval_high);
        of.width += step.interval_high - step.interval_low;
        of.open += step.high - step.low;
      }
    }
  }
  return found.map((of) => ({...of, width: of.width / of.worlds, open: of.open / of.worlds}));
}
