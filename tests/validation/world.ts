import {createRandom, seedOf, type Random} from "../../data-loaders/demo/random.ts";
import type {Absence, DatedAccount, DatedFollow} from "../../src/validate/dated.ts";
import {behaviourOf, type Keeping, type Scenario} from "../calibration/behaviour.ts";
import {createWorld as createPeople, type Person} from "../calibration/world.ts";

/** How often people do what makes the record of a follow say less, or something else, than how it began. Shares. */
export interface Habits {
  /** Of follows: unfollowed and followed again, so that today's record is the second one. */
  refollows: number;
  /** Of follows: the button is pressed a second time, which replaces the record of a follow that goes on. */
  doublePresses: number;
  /** Of follows: made at one of a few moments at which many are made at once. */
  bulk: number;
  /** Of records: claim an earlier time; every second one has a key of that time too. */
  backdated: number;
}

export const usualHabits: Habits = {refollows: 0.1, doublePresses: 0.03, bulk: 0.03, backdated: 0.01};

/** The record of a follow that is there as the world ends. Times are milliseconds since 1970. */
export interface FollowRecord {
  user: string;
  direction: DatedFollow["direction"];
  key: string;
  keyAt: number;
  claimedAt: number;
}

export interface ValidationWorld extends DatedAccount {
  keeping: Keeping;
  follows: DatedFollow[];
  absences: Absence[];
  from: number;
  to: number;
  records: FollowRecord[];
}

export interface WorldOptions {
  account: string;
  seed: number;
  scenario: Scenario;
  keeping: Keeping;
  days: number;
  /** Multiplies arrivals and attempts. */
  size?: number;
  habits?: Habits;
}

const day = 86_400_000;
/** A Thursday, from which weeks are counted back: the first day has a look at every schedule. */
const begin = Date.parse("2024-07-04T00:00:00Z");
/** Time for the last look. */
const rest = 10 * 60_000;

/** A brand and everybody around it, with all that lists throw away. The same options give the same world. */
export function createValidationWorld(options: WorldOptions): ValidationWorld {
  const {account, seed, scenario, keeping, days, size, habits = usualHabits} = options;
  const {people} = createPeople({...behaviourOf(scenario, keeping, size), days}, seed);
  const random = createRandom(seedOf(seed, 77));
  const [from, to] = [begin, begin + days * day + rest];
  const bulkMoments = Array.from({length: 6}, () => at(random.between(0, days)));
  const follows: DatedFollow[] = [];
  const records: FollowRecord[] = [];
  for (const person of people)
    for (const direction of ["inbound", "outbound"] as const) {
      const own = followsOf(person, direction, {habits, random, bulkMoments, to});
      follows.push(...own);
      const last = own.at(-1);
      if (last && last.start <= to && to < last.end) records.push(recordOf(last, to, habits, random));
    }
  const absences = people.flatMap(({user, hiddenFrom, hiddenTo, cause}): Absence[] =>
    hiddenFrom < days ? [{user: idOf(user), from: at(hiddenFrom), to: at(hiddenTo), status: cause}] : []
  );
  return {account, keeping, follows, absences, from, to, records};
}

/** Ids in no order: those of a list that ascend or descend would speak against its order. */
const idOf = (user: number) => String((user * 61_803) % 100_003);
const at = (days: number) => (days === Infinity ? Infinity : Math.round(begin + days * day));

/**
 * The follows of a person in one direction up to the end of the world, each of them begun by then. None begins while the
 * person's profile is away: who is away follows no one, and no one finds them. Nor does one of theirs end then.
 */
function followsOf(
  person: Person,
  direction: DatedFollow["direction"],
  {habits, random, bulkMoments, to}: {habits: Habits; random: Random; bulkMoments: number[]; to: number}
): DatedFollow[] {
  const edges = direction === "inbound" ? person.inbound : person.outbound ? [person.outbound] : [];
  const found: DatedFollow[] = [];
  const isAway = (ms: number) => at(person.hiddenFrom) <= ms && ms < at(person.hiddenTo);
  for (const edge of edges) {
    let [start, end] = [at(edge.start), at(edge.end)];
    // The world says nothing of a time before it began but that they followed then.
    if (edge.start >= 0 && random.chance(habits.bulk)) {
      const moment = bulkMoments[Math.floor(random.uniform() * bulkMoments.length)]!;
      if (start <= moment && moment < end && !isAway(moment)) start = moment;
    }
    if (start > to || isAway(start)) continue;
    const until = Math.min(end, to);
    const own = {user: idOf(person.user), direction};
    if (random.chance(habits.refollows)) {
      const left = Math.round(start + random.uniform() * (until - start));
      const again = Math.round(left + random.uniform() * (until - left));
      const isPossible = !isAway(again) && !(direction === "inbound" && isAway(left));
      if (isPossible && start < left && left < again && again < until) {
        found.push({...own, start, end: left});
        start = again;
      }
    }
    if (start < end) found.push({...own, start, end});
  }
  return found;
}

/** What the network says of a follow as the world ends. */
function recordOf(follow: DatedFollow, to: number, habits: Habits, random: Random): FollowRecord {
  const {user, direction} = follow;
  const pressed = random.chance(habits.doublePresses)
    ? Math.round(random.between(follow.start, to))
    : follow.start;
  const isBackdated = random.chance(habits.backdated);
  const claimedAt = isBackdated ? pressed - Math.round(random.between(30, 400) * day) : pressed;
  const isForged = isBackdated && random.chance(0.5);
  // A server makes the key some milliseconds after the app has written the time.
  const keyAt = (isForged ? claimedAt : pressed) + Math.round(random.between(26, 602));
  return {user, direction, key: `${direction}-${user}-${keyAt}`, keyAt: Math.min(keyAt, to), claimedAt};
}
