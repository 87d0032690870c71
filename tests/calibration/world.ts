import {createRandom, type Random} from "../../data-loaders/demo/random.ts";
import {answerDays, followBackDays, keepDays, type Behaviour, type RouteLaw} from "./behaviour.ts";

/** A follow from `start` to `end`, in days since watching began; `end` is Infinity while it lasts. */
export interface Edge {
  user: number;
  start: number;
  end: number;
}

export type TrueRoute = "followback" | "organic" | "pre_existing";

/** One person as they really are. Users are numbered from 1 within a world. */
export interface Person {
  user: number;
  /** How their first follow came about; null for those who never followed. */
  route: TrueRoute | null;
  /** The brand tried to win them: it followed them first. */
  isAttempt: boolean;
  inbound: Edge[];
  outbound: Edge | null;
  /** Their profile is away in [hiddenFrom, hiddenTo); Infinity: never, or for good. */
  hiddenFrom: number;
  hiddenTo: number;
  cause: "suspended" | "gone";
  /** Times of their interactions toward the brand. */
  interactions: number[];
  isCountBuilder: boolean;
}

/** A brand and everybody who ever followed it or was followed by it. */
export interface World {
  seed: number;
  behaviour: Behaviour;
  people: Person[];
}

/** Days after which an unfollow of the brand no longer makes a follow a followback. */
const answerWithin = 30;

/** How an inbound follow that began then came about, given the brand's own follow. */
export const routeOf = (start: number, outbound: Edge | null) =>
  outbound !== null && outbound.start < start && start - outbound.end <= answerWithin
    ? "followback"
    : "organic";

/** The same behaviour and seed give the same world. */
export function createWorld(behaviour: Behaviour, seed: number): World {
  const random = createRandom(seed);
  const people: Person[] = [];
  const add = (): Person => {
    const person: Person = {
      user: people.length + 1,
      route: null,
      isAttempt: false,
      inbound: [],
      outbound: null,
      hiddenFrom: Infinity,
      hiddenTo: Infinity,
      cause: "gone",
      interactions: [],
      isCountBuilder: false
    };
    people.push(person);
    return person;
  };
  for (let nth = 0; nth < behaviour.settledInbound; nth++) {
    const person = add();
    follow(person, -0.1 - random.exponential(400), "pre_existing", behaviour, random);
  }
  for (let nth = 0; nth < behaviour.settledOutbound; nth++) {
    const person = add();
    person.outbound = {user: person.user, start: -0.1 - random.exponential(400), end: Infinity};
  }
  for (let at = random.exponential(1 / behaviour.organicADay); at < behaviour.days;) {
    const person = add();
    const edge = follow(person, at, "organic", behaviour, random);
    const ours = at + followBackDays(random);
    if (random.chance(behaviour.followedByUs) && ours < edge.end && ours < person.hiddenFrom)
      person.outbound = {user: person.user, start: ours, end: ours + keepDays(behaviour.keeping, random)};
    at += random.exponential(1 / behaviour.organicADay);
  }
  for (let at = random.exponential(1 / behaviour.attemptsADay); at < behaviour.days;) {
    // Outreach in two months of three.
    if (Math.floor(at / 30) % 3 < 2) attempt(add(), at, behaviour, random);
    at += random.exponential(1 / behaviour.attemptsADay);
  }
  return {seed, behaviour, people};
}

function attempt(person: Person, at: number, behaviour: Behaviour, random: Random) {
  const end = at + keepDays(behaviour.keeping, random);
  person.isAttempt = true;
  person.outbound = {user: person.user, start: at, end};
  if (!random.chance(behaviour.answers)) return;
  const answer = at + answerDays(random);
  follow(person, answer, routeOf(answer, person.outbound), behaviour, random);
}

/** A person follows: how long, with what interactions and what becomes of their profile is their route's behaviour. */
function follow(person: Person, start: number, route: TrueRoute, behaviour: Behaviour, random: Random): Edge {
  const own = route === "followback" ? behaviour.followback : behaviour.organic;
  person.route = route;
  person.isCountBuilder = random.chance(own.countBuilders);
  person.hiddenFrom = Math.max(start, 0) + random.exponential(1 / behaviour.hidden);
  person.hiddenTo = random.chance(behaviour.unhidden) ? person.hiddenFrom + random.between(2, 60) : Infinity;
  person.cause = random.chance(0.5) ? "suspended" : "gone";
  const edge = stay(person, start, own, random);
  if (edge.end < Infinity && random.chance(behaviour.refollows))
    stay(person, edge.end + 2 + random.exponential(45), own, random);
  if (random.chance(own.engagers)) {
    const until = Math.min(edge.end, behaviour.days);
    for (let at = Math.max(start, 0) + random.exponential(1 / own.actsADay); at < until;) {
      if (at < person.hiddenFrom || at >= person.hiddenTo) person.interactions.push(at);
      at += random.exponential(1 / own.actsADay);
    }
  }
  return edge;
}

function stay(person: Person, start: number, own: RouteLaw, random: Random): Edge {
  const days = random.chance(own.earlyShare)
    ? random.exponential(own.earlyDays)
    : random.exponential(own.lateDays);
  // Whoever is there as watching begins has stayed until then, and nobody unfollows while their profile is away.
  const meant = Math.max(start, 0) + days;
  const end = meant >= person.hiddenFrom && meant < person.hiddenTo ? person.hiddenTo : meant;
  const edge = {user: person.user, start, end};
  person.inbound.push(edge);
  return edge;
}

/** Whether a profile is away at an instant. */
export const isHidden = (person: Person, at: number) => at >= person.hiddenFrom && at < person.hiddenTo;
