import type {Behaviour} from "./behaviour.ts";
import {headsOf, pageDelay, walksOf, type Schedule, type ListName, type Walk} from "./watch.ts";
import {createWorld, isHidden, type Person, type World} from "./world.ts";

/** So many of so many. */
export interface Tally {
  x: number;
  n: number;
}

/** What the behaviour makes of people seen in at least one list under a schedule: shares by true route, and of attempts. */
export interface Truth {
  /** Followers simulated for it. */
  people: number;
  engaged: Record<Comer, Tally>;
  retained: Record<Comer, Tally>;
  /** Of them, those whose follow and the brand's were first shown by different walks, so that their order can be told. */
  engagedTold: Record<Comer, Tally>;
  retainedTold: Record<Comer, Tally>;
  /** The same, schedule set aside: everybody who came, from the instant they came. */
  engagedAnyhow: Record<Comer, Tally>;
  retainedAnyhow: Record<Comer, Tally>;
  /** Attempts seen in a list: how many were answered by somebody seen in a list. */
  answered: Tally;
  /** c / (c + n) and (c + u) / (c + u + n): what the ends of the followback rate's range estimate. */
  answeredLeast: Tally;
  answeredMost: Tally;
}

export type Comer = "followback" | "organic" | "all";

const tally = (): Tally => ({x: 0, n: 0});
const byRoute = () => ({followback: tally(), organic: tally(), all: tally()});
export const shareOf = ({x, n}: Tally) => x / n;

const engagedWithin = 30;
const keptFor = 90;
const tolerance = 3.5;

/**
 * Simulates worlds of a behaviour until so many followers have come, watches them, and tells what is expected of them. It
 * looks at what really happened and at which lists showed it; it knows nothing of the models.
 */
export function expect(behaviour: Behaviour, schedule: Schedule, seed: number, people = 1_000_000): Truth {
  const truth: Truth = {
    people: 0,
    engaged: byRoute(),
    retained: byRoute(),
    engagedTold: byRoute(),
    retainedTold: byRoute(),
    engagedAnyhow: byRoute(),
    retainedAnyhow: byRoute(),
    answered: tally(),
    answeredLeast: tally(),
    answeredMost: tally()
  };
  const walks = walksOf(schedule, behaviour.days);
  for (let nth = 0; truth.people < people; nth++) addWorld(truth, createWorld(behaviour, seed + nth), walks);
  return truth;
}

function addWorld(truth: Truth, world: World, walks: Walk[]) {
  const last = walks.at(-1)!.at;
  const fullWalks = walks.filter(({isFull}) => isFull);
  const inHeads = {
    followers: headSightings(world, "followers", walks),
    following: headSightings(world, "following", walks)
  };
  const add = (tallies: Record<Comer, Tally>, route: Comer, isX: boolean) => {
    for (const {n, key} of [
      {n: 1, key: route},
      {n: 1, key: "all" as const}
    ]) {
      tallies[key].n += n;
      if (isX) tallies[key].x += 1;
    }
  };
  for (const person of world.people) {
    const follow = person.route === "pre_existing" ? undefined : person.inbound[0];
    const inboundAt = follow && firstSeen(person, "followers", fullWalks, inHeads.followers.get(person.user));
    const outboundAt =
      person.outbound && firstSeen(person, "following", fullWalks, inHeads.following.get(person.user));
    // Only where walks of two different snapshots first showed the two follows is their order certain.
    const isUndecided = Boolean(inboundAt && outboundAt && outboundAt.nth === inboundAt.nth);
    if (person.outbound && outboundAt && outboundAt.nth > 0) {
      const isAnswered = person.isAttempt && Boolean(inboundAt);
      if (person.isAttempt) addTo(truth.answered, isAnswered);
      if (person.isAttempt && !isUndecided) addTo(truth.answeredLeast, isAnswered);
      if (person.isAttempt || isUndecided) addTo(truth.answeredMost, isUndecided || isAnswered);
    }
    if (follow === undefined) continue;
    truth.people += 1;
    const route = person.route as "followback" | "organic";
    if (follow.start + engagedWithin <= last)
      add(truth.engagedAnyhow, route, hasActed(person, follow.start, follow.end));
    if (follow.start + keptFor <= last)
      add(truth.retainedAnyhow, route, isStillThere(person, follow.start + keptFor));
    if (!inboundAt || inboundAt.nth === 0) continue;
    const first = inboundAt.at + pageDelay.followers;
    if (first + engagedWithin <= last) {
      const heads = [
        ...(inHeads.followers.get(person.user) ?? []),
        ...bothWays(person, inHeads.following.get(person.user))
      ];
      const isEngaged = hasActed(person, first, lastSeen(person, first, fullWalks, heads));
      add(truth.engaged, route, isEngaged);
      if (!isUndecided) add(truth.engagedTold, route, isEngaged);
    }
    const isRetained = retainedAt(person, first + keptFor, fullWalks);
    if (isRetained === null) continue;
    add(truth.retained, route, isRetained);
    if (!isUndecided) add(truth.retainedTold, route, isRetained);
  }
}

/** Following on, whoever can see it; a profile that is away for good has left. */
const isStillThere = (person: Person, at: number) =>
  person.inbound[0]!.end > at && !(isHidden(person, at) && person.hiddenTo === Infinity);

function addTo(one: Tally, isX: boolean) {
  one.n += 1;
  if (isX) one.x += 1;
}

const hasActed = ({interactions}: Person, from: number, until: number) =>
  interactions.some((at) => at > from && at <= from + engagedWithin && at <= until);

/** In which heads each person stood, oldest first. */
function headSightings(world: World, list: ListName, walks: Walk[]): Map<number, Walk[]> {
  const sightings = new Map<number, Walk[]>();
  for (const {walk, users} of headsOf(world, list, walks))
    for (const user of users) {
      const own = sightings.get(user);
      if (own) own.push(walk);
      else sightings.set(user, [walk]);
    }
  return sightings;
}

const edgesIn = (person: Person, list: ListName) =>
  list === "followers" ? person.inbound : person.outbound ? [person.outbound] : [];

const stands = (person: Person, list: ListName, at: number) =>
  !isHidden(person, at) && edgesIn(person, list).some(({start, end}) => start <= at && at < end);

/** The first walk that showed somebody; null where none did. */
function firstSeen(person: Person, list: ListName, fullWalks: Walk[], heads: Walk[] = []): Walk | null {
  const start = edgesIn(person, list)[0]!.start;
  const step = fullWalks[1]!.at;
  let full: Walk | undefined;
  for (
    let index = Math.max(0, Math.ceil((start - pageDelay[list]) / step));
    index < fullWalks.length;
    index++
  ) {
    full = fullWalks[index]!;
    if (stands(person, list, full.at + pageDelay[list])) break;
    full = undefined;
    // Whoever has gone for good will not be shown any more.
    if (edgesIn(person, list).every(({end}) => end <= fullWalks[index]!.at)) break;
  }
  const head = heads[0];
  return head && (!full || head.at < full.at) ? head : (full ?? null);
}

/** A `following` row of a head tells that the person followed back then. */
const bothWays = (person: Person, heads: Walk[] = []) =>
  heads.filter(({at}) => stands(person, "followers", at + pageDelay.following));

/** When the first spell was last seen; Infinity where its end was never seen. */
function lastSeen(person: Person, first: number, fullWalks: Walk[], heads: Walk[]): number {
  const step = fullWalks[1]!.at;
  let seen = first;
  let gone = Infinity;
  for (
    let index = Math.ceil((first - pageDelay.followers) / step - 1e-9);
    index < fullWalks.length;
    index++
  ) {
    const at = fullWalks[index]!.at + pageDelay.followers;
    if (stands(person, "followers", at)) seen = at;
    // Those who come back after their profile was away were followers all along.
    else if (!(isHidden(person, at) && isSeenAfter(person, fullWalks))) {
      gone = at;
      break;
    }
  }
  if (gone === Infinity) return Infinity;
  for (const {at} of heads)
    if (at + pageDelay.followers < gone) seen = Math.max(seen, at + pageDelay.followers);
  return seen;
}

const isSeenAfter = (person: Person, fullWalks: Walk[]) =>
  person.hiddenTo < Infinity &&
  fullWalks.some(({at}) => at >= person.hiddenTo && stands(person, "followers", at + pageDelay.followers));

/** Whether they stood in the full list nearest to an instant; null where none is near, or they were hidden. */
function retainedAt(person: Person, due: number, fullWalks: Walk[]): boolean | null {
  let near: Walk | null = null;
  const distance = ({at}: Walk) => Math.abs(at + pageDelay.followers - due);
  for (const walk of fullWalks)
    if (distance(walk) <= tolerance && (near === null || distance(walk) < distance(near))) near = walk;
  if (near === null) return null;
  const at = near.at + pageDelay.followers;
  if (isHidden(person, at) && isSeenAfter(person, fullWalks)) return null;
  return stands(person, "followers", at);
}
