// Worlds of the demo looked at in memory: what daily lists, conversations and a sample of looks at interests would show of
// them, through the estimators, the sampler and the verdicts of the program, but without files and without SQL.
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {interestPosts} from "../../data-loaders/demo/world/interests.ts";
import {conversationAges} from "../../src/networks/polls.ts";
import {searchLagSeconds} from "../../src/networks/x.ts";
import {dayMs, type Edge, type Person} from "../../data-loaders/demo/world/people.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {
  drawSample,
  lookAges,
  peopleAWeek,
  stratumOf,
  windowDays,
  worstPrice
} from "../../src/interests/sample.ts";
import {
  compareCircleWeeks,
  differenceOfWeeks,
  shareOfWeeks,
  type CircleWeek
} from "../../src/models/computed/circle-shares.ts";
import {decideClaim} from "../../src/models/computed/claim-decision.ts";
import {changeOf} from "../../src/models/computed/interests.ts";
import {
  estimateOf,
  shareOf,
  type InterestCell,
  type InterestShare
} from "../../src/models/computed/interest-shares.ts";
import {compareInterests} from "../../src/models/computed/interest-ways.ts";
import {newcombe, type Interval} from "../../src/statistics/proportion.ts";
import type {Ways} from "../../src/models/computed/ways.ts";
import {rate, type WeekSums} from "../../src/statistics/rate.ts";

/** What X asked for a post and a profile on 2026-08-22, and the budget a month, in micro-dollars. */
export const prices = {post: 5_000, user: 10_000};
export const budget = 5_000_000;
export const aWeek = peopleAWeek(budget, worstPrice("full_archive", prices));

const weeksWatched = 78;
/** As `interest_due_days` and `dropped_follow_counts_days` of the models have them. */
const dueDays = 45;
const droppedDays = 30;

type Route = "followback" | "organic" | "unknown";

/** A newcomer as daily lists show them. */
interface Newcomer {
  id: string;
  person: Person;
  firstSeenAt: Date;
  isFollowed: boolean;
  route: Route;
}

const isOpenAt = ({start, end}: Edge, at: number) => start <= at && (end === null || end > at);

/**
 * A stretch of time in which daily lists show a follow: from the first list with it to the last. It began at `start`. Late:
 * earlier lists fell into the follow, and X hid the person.
 */
interface Stint {
  start: number;
  from: number;
  to: number;
  isLate: boolean;
}

/** The stints of follows by or of one person. Follows that no list falls between are one: lists cannot tell them apart. */
function stintsOf({start, now}: World, person: Person, follows: readonly Edge[]): Stint[] {
  const last = Math.floor((now - start) / dayMs);
  const isShown = (nth: number) => !isHiddenAt(person, start + nth * dayMs);
  const stints: Stint[] = [];
  for (const follow of follows) {
    let first = Math.max(0, Math.ceil((follow.start - start) / dayMs));
    let lastDay = follow.end === null ? last : Math.min(last, Math.ceil((follow.end - start) / dayMs) - 1);
    const firstOfAll = first;
    while (first <= lastDay && !isShown(first)) first += 1;
    while (lastDay > first && !isShown(lastDay)) lastDay -= 1;
    if (first > lastDay) continue;
    const [from, to] = [start + first * dayMs, start + lastDay * dayMs];
    const before = stints.at(-1);
    if (before && from - before.to <= dayMs) before.to = to;
    else stints.push({start: follow.start, from, to, isLate: first > firstOfAll});
  }
  return stints;
}

const isHiddenAt = ({hidden}: Person, at: number) =>
  hidden.some(({from, to}) => from <= at && (to === null || to > at));

/**
 * Everybody who came and stood in a daily list, with the route that these lists tell. Who was hidden in the first of them, and
 * then stands below somebody whom a list had shown before, is no newcomer: lists have the newest follow on top. Who was hidden
 * from the first list on, and followed anew, is one.
 */
export function newcomersOf(world: World): Newcomer[] {
  const all = world.people.map((person) => stintsOf(world, person, person.inbound));
  const isBelowOthers = (late: Stint) =>
    all.some((stints) =>
      stints.some(({start, from, to}) => start > late.start && from < late.from && to >= late.from)
    );
  return world.people.flatMap((person, nth) => {
    const first = all[nth]![0];
    if (first === undefined || first.from === world.start || (first.isLate && isBelowOthers(first)))
      return [];
    const at = first.from;
    const route = routeOf(at, stintsOf(world, person, person.outbound), world.start);
    const isFollowed = person.outbound.some((one) => isOpenAt(one, at));
    return [{id: person.id, person, firstSeenAt: new Date(at), isFollowed, route}];
  });
}

/**
 * The route of somebody who stands in the list of `at`, by the follows of the brand that lists show: one that came and went
 * between two lists is not known, and of one that ended only that it did between two.
 */
function routeOf(at: number, outbound: readonly Stint[], start: number): Route {
  const before = at - dayMs;
  const counts = droppedDays * dayMs;
  const isCertain = ({from, to}: Stint) => from <= before && at - Math.min(to, at) <= counts;
  const isPossible = ({from, to}: Stint) =>
    (from === start || at > from - dayMs) && before - (to + dayMs) <= counts;
  if (outbound.some(isCertain)) return "followback";
  return outbound.some(isPossible) ? "unknown" : "organic";
}

/** What a look at a person finds; null where nobody could look. */
function look(seed: number, {person, firstSeenAt}: Newcomer): {before: boolean; after: boolean} | null {
  const at = firstSeenAt.getTime();
  if (person.user.isProtected || isHiddenAt(person, at + lookAges.from * dayMs)) return null;
  const has = (from: number, to: number) =>
    interestPosts(seed, person, at + from * dayMs, at + to * dayMs).some(({isOnTopic}) => isOnTopic);
  return {before: has(-windowDays, 0), after: has(0, windowDays)};
}

const mondayOf = (at: Date) => {
  const midnight = Math.floor(at.getTime() / dayMs) * dayMs;
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * dayMs;
};

const emptyCell = {
  account_id: 1n,
  cohort: new Date(0),
  is_by_sitting: false,
  not_observable: 0n,
  pairs: 0n,
  pairs_before: 0n,
  pairs_after: 0n,
  pairs_both: 0n
};

const one = (isSo: boolean) => (isSo ? 1n : 0n);

/** Looks at people of a stratum as cells, one a route and period. */
function cellsOf(
  looked: {newcomer: Newcomer; found: {before: boolean; after: boolean} | null}[],
  stratumPeople: number
): InterestCell[] {
  const routes = [...new Set(looked.map(({newcomer}) => newcomer.route))];
  return routes.flatMap((route) => {
    const own = looked.filter(({newcomer}) => newcomer.route === route);
    const seen = own.flatMap(({found}) => found ?? []);
    const count = (isSo: (found: {before: boolean; after: boolean}) => boolean) =>
      BigInt(seen.filter(isSo).length);
    return (["before", "after"] as const).map((period): InterestCell => {
      const pairs = (isSo: Parameters<typeof count>[0]) => (period === "after" ? count(isSo) : 0n);
      return {
        ...emptyCell,
        stratum: stratumOf(own[0]!.newcomer),
        due_at: new Date(mondayOf(own[0]!.newcomer.firstSeenAt) + dueDays * dayMs),
        period,
        route,
        may_be_followback: route === "unknown",
        stratum_people: BigInt(stratumPeople),
        sampled: BigInt(looked.length),
        people: BigInt(seen.length),
        matched: count((found) => found[period]),
        not_observable: BigInt(own.length - seen.length),
        pairs: pairs(() => true),
        pairs_before: pairs(({before}) => before),
        pairs_after: pairs(({after}) => after),
        pairs_both: pairs(({before, after}) => before && after)
      };
    });
  });
}

/** Newcomers whose week, and whose last day of looks, are over. */
const isDue = ({firstSeenAt}: Newcomer, now: number) => mondayOf(firstSeenAt) + dueDays * dayMs <= now;

/**
 * Looks of samples, drawn as the program draws them, and of everybody. Another seed of interests than the world's own
 * gives the same people other interests and posts, by the same law.
 */
export function looksOf(world: World, newcomers: Newcomer[], interestSeed = world.seed) {
  const due = newcomers.filter((newcomer) => isDue(newcomer, world.now));
  const byId = new Map(due.map((newcomer) => [newcomer.id, newcomer]));
  const found = new Map<string, ReturnType<typeof look>>();
  const of = (people: readonly {id: string}[]) =>
    people.map(({id}) => {
      const newcomer = byId.get(id)!;
      if (!found.has(id)) found.set(id, look(interestSeed, newcomer));
      return {newcomer, found: found.get(id)!};
    });
  return {
    sample: (seed: string) =>
      drawSample(due, {peopleAWeek: aWeek, seed}).flatMap(({people, sampled}) =>
        cellsOf(of(sampled), people)
      ),
    census: () => cellsOf(of(due), due.length)
  };
}

/** A sample of looks, person by person, with the stratum of each. */
export function sampledLooks({world, newcomers}: Pick<Watched, "world" | "newcomers">, seed: string) {
  const due = newcomers.filter((newcomer) => isDue(newcomer, world.now));
  const byId = new Map(due.map((newcomer) => [newcomer.id, newcomer]));
  return drawSample(due, {peopleAWeek: aWeek, seed}).flatMap(({stratum, people, sampled}) =>
    sampled.map(({id}) => {
      const newcomer = byId.get(id)!;
      return {newcomer, found: look(world.seed, newcomer), stratum, people, sampled: sampled.length};
    })
  );
}

/** Weeks since a Monday. */
const weekOf = (at: number) => Math.floor((at - firstMonday) / (7 * dayMs));
const firstMonday = Date.UTC(1970, 0, 5);

/** A week's cell with the quarter end from which on it counts. */
type DueWeek = CircleWeek & {due_at: number};

/** When conversations were asked for: once a day, each that has come to one of its ages since the day before. */
interface Asked {
  /** Between these everything that followers said in conversations was seen. */
  from: number;
  to: number;
  /**
   * When all that was said before a moment after that was known; infinite where it still is not. X's search leaves out its
   * last half minute, so that what is asked for at the very moment does not come up to it.
   */
  knownAt(until: number): number;
  /** What people said to each other, and the brand was shown: X hides what an author wrote who is hidden when it is asked. */
  saidBy: Map<Person, {at: number; to: Person}[]>;
}

const lastAge = conversationAges.at(-1)!;

const lagMs = searchLagSeconds * 1000;

function askedOf({ownPosts, conversations: posts, posts: byId, start, now}: World): Asked {
  // X's search shows nothing of its last half minute, so that a conversation is due only once its age lies before that.
  const dayAfter = (at: number) => start + Math.ceil((at + lagMs - start) / dayMs) * dayMs;
  const conversations = ownPosts
    .filter(({id, conversationId}) => id === conversationId)
    .map(({id, createdAt}) => {
      const began = createdAt.getTime();
      const polls = conversationAges.map((age) => dayAfter(began + age * dayMs)).filter((at) => at <= now);
      return {id, began, over: began + lastAge * dayMs, polls};
    });
  const polls = conversations.flatMap((one) => one.polls).sort((a, b) => a - b);
  const last = (polls.at(-1) ?? -Infinity) - lagMs;
  const saidBy: Asked["saidBy"] = new Map();
  for (const conversation of conversations)
    for (const {person, createdAt, referenced} of posts.get(conversation.id)!) {
      const to = referenced && byId.get(referenced.id)!.person;
      if (!person || !to || to === person) continue;
      const at = createdAt.getTime();
      const poll = conversation.polls.find((one) => at < one - lagMs);
      if (poll === undefined || isHiddenAt(person, poll)) continue;
      const said = saidBy.get(person);
      if (said) said.push({at, to});
      else saidBy.set(person, [{at, to}]);
    }
  const lastSeen = conversations
    .filter(({began}) => began < last)
    .map((one) => {
      const asked = one.polls.at(-1);
      const to = asked === undefined ? one.began : asked - lagMs;
      return to >= Math.min(one.over, last) ? last : to;
    });
  return {
    from: Math.min(...conversations.filter((one) => one.polls.length > 0).map(({began}) => began)),
    to: Math.min(...lastSeen),
    knownAt: (until) =>
      conversations
        .filter(({began, over}) => began <= until && over > until - (windowDays + lastAge) * dayMs)
        .map((one) => one.polls.find((at) => at > Math.min(one.over, until)) ?? Infinity)
        .reduce((latest, at) => Math.max(latest, at), polls.find((at) => at > until) ?? Infinity),
    saidBy
  };
}

/** Whom each newcomer addressed: as cells of weeks, and the sums of a rate. */
function talkOf(world: World, newcomers: Newcomer[]) {
  const stints = new Map(world.people.map((person) => [person, stintsOf(world, person, person.inbound)]));
  const follows = (person: Person, at: number) =>
    stints.get(person)!.some(({from, to}) => from < at && at <= to);
  const asked = askedOf(world);
  const saidOf = (person: Person) =>
    (asked.saidBy.get(person) ?? []).filter(({at, to}) => follows(person, at) && follows(to, at));
  const known = new Map<number, number>();
  const knownAt = (until: number) => {
    if (!known.has(until)) known.set(until, asked.knownAt(until));
    return known.get(until)!;
  };
  const cells = new Map<string, DueWeek>();
  for (const {person, firstSeenAt, route} of newcomers) {
    const from = firstSeenAt.getTime();
    const until = from + windowDays * dayMs;
    const due = knownAt(until);
    if (from < asked.from || until > asked.to || due > world.now) continue;
    const isReached = saidOf(person).some(({at}) => at > from && at <= until);
    const month = new Date(due);
    const due_at = Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1);
    const week_number = weekOf(from);
    const key = `${due_at} ${week_number} ${route}`;
    const cell = cells.get(key) ?? {
      account_id: 1n,
      evaluated_at: null,
      basis: "covered",
      route,
      may_be_followback: route === "unknown",
      is_by_sitting: false,
      week_number,
      people: 0n,
      matched: 0n,
      due_at
    };
    cells.set(key, {...cell, people: cell.people + 1n, matched: cell.matched + one(isReached)});
  }
  const ratesOf = (route: Route) => {
    const sums = {
      units: 0,
      interactions: 0,
      weeks: 0,
      interactionsSquared: 0,
      interactionsWeeks: 0,
      weeksSquared: 0
    };
    const firstWeek = weekOf(world.start);
    const byWeek: WeekSums = Array.from({length: weekOf(world.now) - firstWeek + 1}, () => ({
      interactions: 0,
      interactionsSquared: 0,
      weeks: 0
    }));
    for (const newcomer of newcomers) {
      if (newcomer.route !== route) continue;
      const {person} = newcomer;
      let weeks = 0;
      for (const stint of stints.get(person)!) {
        const [from, to] = [Math.max(stint.from, asked.from), Math.min(stint.to, asked.to)];
        if (from >= to) continue;
        weeks += (to - from) / (7 * dayMs);
        for (let week = weekOf(from); week <= weekOf(to); ++week) {
          const monday = firstMonday + week * 7 * dayMs;
          byWeek[week - firstWeek]!.weeks +=
            Math.max(0, Math.min(to, monday + 7 * dayMs) - Math.max(from, monday)) / (7 * dayMs);
        }
      }
      if (!(weeks > 0)) continue;
      const acts = saidOf(person).filter(({at}) => at >= asked.from && at <= asked.to);
      const inWeeks = new Map<number, number>();
      for (const {at} of acts) inWeeks.set(weekOf(at), (inWeeks.get(weekOf(at)) ?? 0) + 1);
      for (const [week, count] of inWeeks) {
        byWeek[week - firstWeek]!.interactions += count;
        byWeek[week - firstWeek]!.interactionsSquared += count * count;
      }
      sums.units += 1;
      sums.interactions += acts.length;
      sums.weeks += weeks;
      sums.interactionsSquared += acts.length ** 2;
      sums.interactionsWeeks += acts.length * weeks;
      sums.weeksSquared += weeks * weeks;
    }
    return {...sums, byWeek};
  };
  return {cells: [...cells.values()], followback: ratesOf("followback"), organic: ratesOf("organic")};
}

/** One figure of one world: its value, its 95 % interval, and how many events it rests on. */
export interface Figure extends Interval {
  name: string;
  value: number;
  events: number;
}

/** What one world shows of one claim: its figures, and the verdict at each quarter end. */
export interface Observed {
  claim: "interests" | "others";
  figures: Figure[];
  verdicts: string[];
}

/** A world as daily lists, conversations and looks at everybody would show it. */
export interface Watched {
  world: World;
  newcomers: Newcomer[];
  looks: ReturnType<typeof looksOf>;
  talk: ReturnType<typeof talkOf>;
}

export function watch(world: World): Watched {
  const newcomers = newcomersOf(world);
  return {world, newcomers, looks: looksOf(world, newcomers), talk: talkOf(world, newcomers)};
}

export function simulate(name: WorldName, seed: number): World {
  const world = new World(name, seed);
  world.advanceTo(new Date(world.start + weeksWatched * 7 * dayMs));
  return world;
}

/** The quarter ends that a world is watched through. */
const quarterEnds = (world: World) => {
  const ends: number[] = [];
  for (let month = 9; ; month += 3) {
    const end = Date.UTC(2024, month, 1);
    if (end > world.now) return ends;
    ends.push(end);
  }
};

const claim = (evaluatedAt: number, start: number) => ({
  account_id: 1n,
  evaluated_at: new Date(evaluatedAt),
  claim: "",
  sign: -1,
  matters: 0.02,
  first_at: new Date(start)
});

const pick = (all: InterestCell[], route: Route, period: InterestCell["period"]) =>
  all.filter((cell) => cell.route === route && cell.period === period);

const eventsOf = (some: InterestCell[]) => some.reduce((sum, {matched}) => sum + Number(matched), 0);

/** The share of each route in a period, and their difference. */
function sharesIn(name: string, all: InterestCell[], period: InterestCell["period"]): Figure[] {
  const figures: Figure[] = [];
  const [a, b] = (["followback", "organic"] as const).map((route) => {
    const own = pick(all, route, period);
    const share = shareOf(own);
    const estimate = estimateOf(share);
    if (estimate) {
      const {low, high} = estimate;
      figures.push({name: `${name}, ${route}`, value: estimate.share, low, high, events: eventsOf(own)});
    }
    return share;
  }) as [InterestShare, InterestShare];
  if (a.n > 0 && b.n > 0) {
    const {difference, low, high} = newcombe(a.x, a.n, b.x, b.n);
    const events = Math.min(a.matched, b.matched);
    figures.push({name: `${name}, difference`, value: difference, low, high, events});
  }
  return figures;
}

/** The verdict at every quarter end, from the cells that are due by then. */
const verdictsOf = <Cell>(
  world: World,
  cells: Cell[],
  dueAt: (cell: Cell) => number,
  waysOf: (due: Cell[], at: ReturnType<typeof claim>) => Ways
) =>
  quarterEnds(world).map((end) => {
    const due = cells.filter((cell) => dueAt(cell) <= end);
    return decideClaim(waysOf(due, claim(end, world.start))).verdict;
  });

/** What a sample of looks shows of a world. */
export function observeInterests({world, looks}: Watched, seed: string): Observed {
  const cells = looks.sample(seed);
  const changes = (["followback", "organic"] as const).flatMap((route): Figure[] => {
    const [before, after] = [pick(cells, route, "before"), pick(cells, route, "after")];
    const change = changeOf(before, after);
    if (!change) return [];
    const {difference, low, high} = change;
    // What a change rests on are those who did it in one period alone.
    const alone = (column: "pairs_before" | "pairs_after") =>
      after.reduce((sum, cell) => sum + Number(cell[column] - cell.pairs_both), 0);
    const events = Math.min(alone("pairs_before"), alone("pairs_after"));
    return [{name: `interests, change, ${route}`, value: difference, low, high, events}];
  });
  return {
    claim: "interests",
    figures: [
      ...sharesIn("interests before", cells, "before"),
      ...sharesIn("interests after", cells, "after"),
      ...changes
    ],
    verdicts: verdictsOf(
      world,
      cells.filter(({period}) => period === "after"),
      ({due_at}) => due_at.getTime(),
      (due, at) => compareInterests(due, at).ways
    )
  };
}

/** What conversations show of a world. */
export function observeTalk({world, talk}: Watched): Observed {
  const cellsOf = (route: Route) => talk.cells.filter((cell) => cell.route === route);
  const shares = (["followback", "organic"] as const).flatMap((route): Figure[] => {
    const own = cellsOf(route);
    const estimate = shareOfWeeks(own, figureLevel);
    if (!estimate) return [];
    const {share, low, high} = estimate;
    return [{name: `other followers, ${route}`, value: share, low, high, events: hitsOf(own)}];
  });
  const rates = (["followback", "organic"] as const).flatMap((route): Figure[] => {
    const acts = rate(talk[route], {byWeek: talk[route].byWeek});
    if (!acts) return [];
    const {low, high} = acts;
    const events = talk[route].interactions;
    return [{name: `other followers a week, ${route}`, value: acts.rate, low, high, events}];
  });
  const [byFollowback, organic] = [cellsOf("followback"), cellsOf("organic")];
  const {difference, low, high} = differenceOfWeeks(figureLevel)(byFollowback, organic);
  const events = Math.min(hitsOf(byFollowback), hitsOf(organic));
  return {
    claim: "others",
    figures: [
      ...shares,
      ...(difference === null
        ? []
        : [{name: "other followers, difference", value: difference, low: low!, high: high!, events}]),
      ...rates
    ],
    verdicts: verdictsOf(
      world,
      talk.cells,
      ({due_at}) => due_at,
      (due, at) => compareCircleWeeks(due, at).ways
    )
  };
}

const figureLevel = 0.95;
const hitsOf = (cells: CircleWeek[]) => cells.reduce((sum, {matched}) => sum + Number(matched), 0);

/** Sums over worlds of what every figure of a route counts: its pooled value is the truth. */
export type TruthSums = Map<string, {hits: number; people: number}>;

/** Adds what a world holds: of interests a look at everybody, of conversations what was said in them. */
export function addTruth(sums: TruthSums, {looks, talk}: Watched) {
  const add = (figure: string, hits: number, people: number) => {
    const sum = sums.get(figure) ?? {hits: 0, people: 0};
    sums.set(figure, {hits: sum.hits + hits, people: sum.people + people});
  };
  const census = looks.census();
  for (const route of ["followback", "organic"] as const) {
    for (const period of ["before", "after"] as const) {
      const {matched, people} = shareOf(pick(census, route, period));
      add(`interests ${period}, ${route}`, matched, people);
    }
    const own = talk.cells.filter((cell) => cell.route === route);
    add(
      `other followers, ${route}`,
      hitsOf(own),
      own.reduce((sum, {people}) => sum + Number(people), 0)
    );
    add(`other followers a week, ${route}`, 100 * talk[route].interactions, talk[route].weeks);
  }
}

/** What figures are expected to be: their pooled values, and the differences of these. */
export function truthOf(sums: TruthSums): Map<string, number> {
  const figures = new Map([...sums].map(([figure, {hits, people}]) => [figure, hits / people]));
  const less = (figure: string, other: string) => figures.get(figure)! - figures.get(other)!;
  for (const figure of ["interests before", "interests after", "other followers"])
    figures.set(`${figure}, difference`, less(`${figure}, followback`, `${figure}, organic`));
  for (const route of ["followback", "organic"])
    figures.set(
      `interests, change, ${route}`,
      less(`interests after, ${route}`, `interests before, ${route}`)
    );
  return figures;
}

/** How often the interval of a figure held what was expected, and what it rested on. */
export interface Coverage {
  worlds: number;
  covered: number;
  events: number;
  /** Summed over worlds. */
  halfWidth: number;
  widest: number;
}

export interface Study {
  figures: Map<string, Coverage>;
  /** Of each claim: worlds, those in which it was ever supported or contradicted, and how it stood at the last quarter end. */
  claims: Map<Observed["claim"], {worlds: number; everDecided: number; last: Record<string, number>}>;
}

/** What a world of a law shows, and so many draws of the interests of its people, each with a sample. */
export function observe(watched: Watched, redraws = 1): Observed[] {
  const {world, newcomers} = watched;
  const looks = Array.from({length: redraws}, (_, nth) => {
    const drawn = nth === 0 ? watched.looks : looksOf(world, newcomers, world.seed + nth * redrawStep);
    return observeInterests({...watched, looks: drawn}, `sample ${world.seed} ${nth}`);
  });
  return [observeTalk(watched), ...looks];
}

/**
 * Worlds of one law, of these seeds, and what their figures held. The truth is pooled from these very worlds: of hundreds,
 * each has too little part in it to matter; a few need `truthSeeds`, worlds that are asked for the truth alone. `redraws`: so
 * many times the interests of each world's people are drawn anew, and a sample with them; what they say to each other is
 * counted once.
 */
export function studyWorlds(
  name: WorldName,
  seeds: readonly number[],
  {redraws = 1, truthSeeds = []}: {redraws?: number; truthSeeds?: readonly number[]} = {}
): Study {
  const sums: TruthSums = new Map();
  const seen = seeds.flatMap((seed) => {
    const watched = watch(simulate(name, seed));
    addTruth(sums, watched);
    return observe(watched, redraws);
  });
  for (const seed of truthSeeds) addTruth(sums, watch(simulate(name, seed)));
  const study: Study = {figures: new Map(), claims: new Map()};
  const truth = truthOf(sums);
  for (const one of seen) addObserved(study, truth, one);
  return study;
}

const redrawStep = 1_000_003;

/** Adds what one world shows of one claim. */
function addObserved(study: Study, truth: ReadonlyMap<string, number>, {claim, figures, verdicts}: Observed) {
  for (const {name, low, high, events} of figures) {
    const of = study.figures.get(name) ?? {worlds: 0, covered: 0, events: 0, halfWidth: 0, widest: 0};
    const half = (high - low) / 2;
    const expected = truth.get(name)!;
    study.figures.set(name, {
      worlds: of.worlds + 1,
      covered: of.covered + (low <= expected && expected <= high ? 1 : 0),
      events: of.events + events,
      halfWidth: of.halfWidth + half,
      widest: Math.max(of.widest, half)
    });
  }
  const isDecided = verdicts.some((verdict) => verdict === "supported" || verdict === "contradicted");
  const {worlds, everDecided, last} = study.claims.get(claim) ?? {worlds: 0, everDecided: 0, last: {}};
  const verdict = verdicts.at(-1)!;
  study.claims.set(claim, {
    worlds: worlds + 1,
    everDecided: everDecided + (isDecided ? 1 : 0),
    last: {...last, [verdict]: (last[verdict] ?? 0) + 1}
  });
}

/** The study in lines: a figure each, with the standard error of its coverage, then the verdicts. */
export function formatStudy(name: WorldName, {figures, claims}: Study): string {
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  const errorOf = (share: number, n: number) => percent(Math.sqrt((share * (1 - share)) / n));
  return [
    name,
    ...[...figures].map(
      ([figure, of]) =>
        `  ${figure}: covered ${percent(of.covered / of.worlds)} of ${of.worlds} (standard error ${errorOf(of.covered / of.worlds, of.worlds)}), ${(of.events / of.worlds).toFixed(0)} events, half-width ${(of.halfWidth / of.worlds).toFixed(3)}, at most ${of.widest.toFixed(3)}`
    ),
    ...[...claims].map(
      ([claim, {worlds, everDecided, last}]) =>
        `  ${claim}: ever decided ${percent(everDecided / worlds)} of ${worlds}; last ${Object.entries(last)
          .map(([verdict, count]) => `${verdict} ${percent(count / worlds)}`)
          .join(", ")}`
    )
  ].join("\n");
}
