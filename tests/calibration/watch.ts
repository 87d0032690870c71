import {isHidden, type Edge, type Person, type World} from "./world.ts";

export type Schedule =
  "heads" | "daily" | "weekly" | "monthly" | "heads-monthly" | "heads-biweekly" | "heads-hourly-at-outreach";
/** Those for which the intervals are calibrated. */
export const schedules: readonly Schedule[] = ["heads", "daily", "weekly", "monthly", "heads-monthly"];

interface Steps {
  /** Days between snapshots, and between the full walks among them: the others are heads. */
  step: number;
  full: number;
  /** When further heads are taken after each snapshot, in days. */
  further?: readonly number[];
}

const hour = 1 / 24;
const daysOf: Record<Schedule, Steps> = {
  heads: {step: 1, full: 7},
  daily: {step: 1, full: 1},
  weekly: {step: 7, full: 7},
  monthly: {step: 30, full: 30},
  "heads-monthly": {step: 1, full: 30},
  "heads-biweekly": {step: 1, full: 14},
  // The simulated brand follows others in the three hours before the daily snapshot.
  "heads-hourly-at-outreach": {step: 1, full: 7, further: [22 * hour, 23 * hour]}
};

export const hasHeads = (schedule: Schedule) => daysOf[schedule].step < daysOf[schedule].full;

/** One snapshot: `following` is read first, `followers` moments later. Days since watching began. */
export interface Walk {
  nth: number;
  at: number;
  isFull: boolean;
}

const minute = 1 / 1440;
/** When the pages of each list arrive, after the snapshot's begin; every list takes a minute on either side. */
export const pageDelay = {following: minute, followers: 4 * minute};
export type ListName = keyof typeof pageDelay;
export const listNames: readonly ListName[] = ["following", "followers"];

/** Every walk of a schedule. */
export function walksOf(schedule: Schedule, days: number): Walk[] {
  const {step, full, further = []} = daysOf[schedule];
  const walks = Array.from({length: Math.floor(days / step) + 1}, (_, nth) => nth * step).flatMap((at) => [
    {at, isFull: at % full === 0},
    ...further.map((after) => ({at: at + after, isFull: false}))
  ]);
  return walks.filter(({at}) => at <= days).map((walk, nth) => ({nth, ...walk}));
}

/**
 * Whether lists tell that a follow by the account, of which the instant is known, came before theirs: one of the followers
 * began at or after it and was read before theirs. `walks` in their order, days since watching began.
 */
export function isOrderTold(walks: readonly Walk[], ours: number, theirs: number): boolean {
  let [low, high] = [0, walks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (walks[middle]!.at + pageDelay.followers - minute < ours) low = middle + 1;
    else high = middle;
  }
  return low < walks.length && walks[low]!.at + pageDelay.followers < theirs;
}

/** What one head showed, newest first. */
export interface Head {
  walk: Walk;
  list: ListName;
  users: number[];
}

/** A head is read until so many consecutive rows are known. */
const knownInARow = 25;

/** The follows of a world in one list, oldest first. */
export function edgesOf(world: World, list: ListName): Edge[] {
  const edges = world.people.flatMap((person) =>
    list === "followers" ? person.inbound : person.outbound === null ? [] : [person.outbound]
  );
  return edges.sort((a, b) => a.start - b.start);
}

/** What the heads among the walks show of one list. */
export function headsOf(world: World, list: ListName, walks: Walk[]): Head[] {
  if (walks.every(({isFull}) => isFull)) return [];
  const edges = edgesOf(world, list);
  const personOf = (user: number) => world.people[user - 1]!;
  const stoodAt = (person: Person, at: number) =>
    !isHidden(person, at) &&
    (list === "followers" ? person.inbound : [person.outbound!]).some(
      ({start, end}) => start <= at && at < end
    );
  const heads: Head[] = [];
  const since = new Set<number>();
  let lastFull = 0;
  let newest = -1;
  for (const walk of walks) {
    const at = walk.at + pageDelay[list];
    while (newest + 1 < edges.length && edges[newest + 1]!.start <= at) newest++;
    if (walk.isFull) {
      lastFull = at;
      since.clear();
      continue;
    }
    const users: number[] = [];
    let inARow = 0;
    for (let index = newest; inARow < knownInARow; index--) {
      const edge = edges[index];
      if (edge === undefined)
        throw new Error("a head came to the end of its list: more people have to be settled");
      const person = personOf(edge.user);
      if (edge.end <= at || isHidden(person, at)) continue;
      users.push(edge.user);
      if (since.has(edge.user) || stoodAt(person, lastFull)) inARow++;
      else {
        inARow = 0;
        since.add(edge.user);
      }
    }
    heads.push({walk, list, users});
  }
  return heads;
}
