// Worlds of the demo looked at in memory: what daily lists, conversations and a sample of looks at interests would show of
// them, through the estimators, the sampler and the verdicts of the program, but without files and without SQL.
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {dayMs, type Edge, type Person} from "../../data-loaders/demo/world/people.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {drawSample, lookAges, peopleAWeek, windowDays, worstPrice} from "../../src/interests/sample.ts";
import {decideClaim} from "../../src/models/computed/claim-decision.ts";
import {changeOf} from "../../src/models/computed/interests.ts";
import {estimateOf, shareOf, type InterestCell} from "../../src/models/computed/interest-shares.ts";
import {compareInterests} from "../../src/models/computed/interest-ways.ts";
import {newcombe, type Interval} from "../../src/statistics/proportion.ts";
import {rate} from "../../src/statistics/rate.ts";

/** What X asked for a post and a profile on 2026-08-22, and the budget a month, in micro-dollars. */
export const prices = {post: 5_000, user: 10_000};
export const budget = 5_000_000;
export const aWeek = peopleAWeek(budget, worstPrice("full_archive", prices));

const weeksWatched = 78;
/** As `interest_due_days` and `dropped_follow_counts_days` of the models have them. */
const dueDays = 44;
const droppedDays = 30;
/** Conversations are read for a week after a post: by then the 30 days are known. */
const talkDueDays = 37;

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
const isHiddenAt = ({hidden}: Person, at: number) =>
  hidden.some(({from, to}) => from <= at && (to === null || to > at));

/** Everybody who came and stood in a daily list, with the route that these lists tell. */
export function newcomersOf(world: World): Newcomer[] {
  return world.people.flatMap((person) => {
    if (person.route !== "followback" && person.route !== "organic") return [];
    const first = person.inbound[0]!;
    const last = Math.floor((world.now - world.start) / dayMs);
    for (let nth = Math.max(1, Math.ceil((first.start - world.start) / dayMs)); nth <= last; ++nth) {
      const at = world.start + nth * dayMs;
      const edge = person.inbound.find((one) => isOpenAt(one, at));
      if (!edge || isHiddenAt(person, at)) {
        if (person.inbound.every(({end}) => end !== null && end <= at)) return [];
        continue;
      }
      const before = at - dayMs;
      const started = person.outbound.filter(({start}) => start <= before);
      const isCertain = started.some(({end}) => end === null || end > before - droppedDays * dayMs);
      const isOpen = person.outbound.some(({start}) => start > before && start <= at);
      const route = isCertain ? "followback" : isOpen ? "unknown" : "organic";
      const isFollowed = person.outbound.some((one) => isOpenAt(one, at));
      return [{id: person.id, person, firstSeenAt: new Date(at), isFollowed, route}];
    }
    return [];
  });
}

/** What a look at a person finds; null where nobody could look. */
function look(world: World, {person, firstSeenAt}: Newcomer): {before: boolean; after: boolean} | null {
  const at = firstSeenAt.getTime();
  if (person.user.isProtected || isHiddenAt(person, at + lookAges.from * dayMs)) return null;
  const has = (from: number, to: number) =>
    world.interestPosts(person, at + from * dayMs, at + to * dayMs).some(({isOnTopic}) => isOnTopic);
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

/** Looks of samples, drawn as the program draws them, and of everybody. */
export function looksOf(world: World, newcomers: Newcomer[]) {
  const due = newcomers.filter((newcomer) => isDue(newcomer, world.now));
  const byId = new Map(due.map((newcomer) => [newcomer.id, newcomer]));
  const found = new Map<string, ReturnType<typeof look>>();
  const of = (people: readonly {id: string}[]) =>
    people.map(({id}) => {
      const newcomer = byId.get(id)!;
      if (!found.has(id)) found.set(id, look(world, newcomer));
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

/** Whom each newcomer addressed: as cells of a census, and the sums of a rate. */
function talkOf(world: World, newcomers: Newcomer[]) {
  const follows = (person: Person, at: number) => person.inbound.some((one) => isOpenAt(one, at));
  const cells = new Map<string, InterestCell>();
  for (const {person, firstSeenAt, route} of newcomers) {
    const from = firstSeenAt.getTime();
    const due = from + talkDueDays * dayMs;
    if (due > world.now) continue;
    const isReached = person.answers.some(
      ({at, to}) => at > from && at <= from + windowDays * dayMs && follows(person, at) && follows(to, at)
    );
    // Quarter ends are what tells the due from the others.
    const month = new Date(due);
    const key = `${month.getUTCFullYear()} ${month.getUTCMonth()} ${route}`;
    const cell = cells.get(key) ?? {
      ...emptyCell,
      due_at: new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)),
      period: "after",
      route,
      may_be_followback: route === "unknown",
      stratum_people: 1n,
      sampled: 1n,
      people: 0n,
      matched: 0n
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
    for (const newcomer of newcomers) {
      if (newcomer.route !== route) continue;
      const {person, firstSeenAt} = newcomer;
      const from = firstSeenAt.getTime();
      const weeks = person.inbound.reduce(
        (sum, {start, end}) =>
          sum + Math.max(0, Math.min(end ?? world.now, world.now) - Math.max(start, from)) / (7 * dayMs),
        0
      );
      if (!(weeks > 0)) continue;
      const acts = person.answers.filter(
        ({at, to}) => at > from && follows(person, at) && follows(to, at)
      ).length;
      sums.units += 1;
      sums.interactions += acts;
      sums.weeks += weeks;
      sums.interactionsSquared += acts * acts;
      sums.interactionsWeeks += acts * weeks;
      sums.weeksSquared += weeks * weeks;
    }
    return sums;
  };
  return {cells: [...cells.values()], followback: ratesOf("followback"), organic: ratesOf("organic")};
}

/** One figure of one world: its value, its 95 % interval, and how many events it rests on. */
export interface Figure extends Interval {
  name: string;
  value: number;
  events: number;
}

export interface Observed {
  figures: Figure[];
  /** The verdict of each claim at each quarter end. */
  verdicts: Record<"interests" | "others", string[]>;
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

/** Everything that is asked of one world. */
export function observe(world: World, seed: string): Observed {
  const newcomers = newcomersOf(world);
  const cells = looksOf(world, newcomers).sample(seed);
  const talk = talkOf(world, newcomers);
  const figures: Figure[] = [];
  const add = (name: string, value: number, {low, high}: Interval, events: number) =>
    figures.push({name, value, low, high, events});
  const pick = (all: InterestCell[], route: Route, period: InterestCell["period"]) =>
    all.filter((cell) => cell.route === route && cell.period === period);
  const events = (some: InterestCell[]) => some.reduce((sum, {matched}) => sum + Number(matched), 0);
  const shares = (name: string, all: InterestCell[], period: InterestCell["period"]) => {
    const counted = (["followback", "organic"] as const).map((route) => {
      const own = pick(all, route, period);
      const share = shareOf(own);
      const estimate = estimateOf(share);
      if (estimate) add(`${name}, ${route}`, estimate.share, estimate, events(own));
      return share;
    });
    const [a, b] = [counted[0]!, counted[1]!];
    if (a.n > 0 && b.n > 0) {
      const {difference, ...interval} = newcombe(a.x, a.n, b.x, b.n);
      add(`${name}, difference`, difference, interval, Math.min(a.matched, b.matched));
    }
  };
  shares("interests before", cells, "before");
  shares("interests after", cells, "after");
  for (const route of ["followback", "organic"] as const) {
    const [before, after] = [pick(cells, route, "before"), pick(cells, route, "after")];
    const change = changeOf(before, after);
    if (change)
      add(`interests, change, ${route}`, change.difference, change, Math.min(events(before), events(after)));
  }
  shares("other followers", talk.cells, "after");
  for (const route of ["followback", "organic"] as const) {
    const acts = rate(talk[route]);
    if (acts) add(`other followers a week, ${route}`, acts.rate, acts, talk[route].interactions);
  }
  const verdictsOf = (all: InterestCell[]) =>
    quarterEnds(world).map((end) => {
      const due = all.filter(({due_at, period}) => period === "after" && due_at.getTime() <= end);
      return decideClaim(compareInterests(due, claim(end, world.start)).ways).verdict;
    });
  return {figures, verdicts: {interests: verdictsOf(cells), others: verdictsOf(talk.cells)}};
}

/** What figures are expected to be: their pooled value in worlds of other seeds, those of the sample by census. */
export function expected(name: WorldName, seeds: readonly number[]): Map<string, number> {
  const sums = new Map<string, {hits: number; people: number}>();
  const add = (figure: string, hits: number, people: number) => {
    const sum = sums.get(figure) ?? {hits: 0, people: 0};
    sums.set(figure, {hits: sum.hits + hits, people: sum.people + people});
  };
  for (const seed of seeds) {
    const world = simulate(name, seed);
    const newcomers = newcomersOf(world);
    const census = looksOf(world, newcomers).census();
    const talk = talkOf(world, newcomers);
    for (const route of ["followback", "organic"] as const) {
      for (const period of ["before", "after"] as const) {
        const {matched, people} = shareOf(
          census.filter((cell) => cell.route === route && cell.period === period)
        );
        add(`interests ${period}, ${route}`, matched, people);
      }
      const {matched, people} = shareOf(talk.cells.filter((cell) => cell.route === route));
      add(`other followers, ${route}`, matched, people);
      add(`other followers a week, ${route}`, 100 * talk[route].interactions, talk[route].weeks);
    }
  }
  const shares = new Map([...sums].map(([figure, {hits, people}]) => [figure, hits / people]));
  const of = (figure: string) => shares.get(figure)!;
  for (const figure of ["interests before", "interests after", "other followers"])
    shares.set(`${figure}, difference`, of(`${figure}, followback`) - of(`${figure}, organic`));
  for (const route of ["followback", "organic"])
    shares.set(
      `interests, change, ${route}`,
      of(`interests after, ${route}`) - of(`interests before, ${route}`)
    );
  return shares;
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
  worlds: number;
  figures: Map<string, Coverage>;
  /** Worlds in which a claim was ever supported or contradicted, and how it stood at the last quarter end. */
  everDecided: Record<string, number>;
  last: Record<string, Record<string, number>>;
}

/** Looks at further worlds of one law, of these seeds, and adds what their figures held. */
export function addWorlds(
  study: Study,
  name: WorldName,
  truth: ReadonlyMap<string, number>,
  seeds: Iterable<number>
) {
  for (const seed of seeds) {
    const {figures, verdicts} = observe(simulate(name, seed), `sample ${seed}`);
    study.worlds += 1;
    for (const {name: figure, low, high, events} of figures) {
      const of = study.figures.get(figure) ?? {worlds: 0, covered: 0, events: 0, halfWidth: 0, widest: 0};
      const half = (high - low) / 2;
      study.figures.set(figure, {
        worlds: of.worlds + 1,
        covered: of.covered + (low <= truth.get(figure)! && truth.get(figure)! <= high ? 1 : 0),
        events: of.events + events,
        halfWidth: of.halfWidth + half,
        widest: Math.max(of.widest, half)
      });
    }
    for (const [claim, byQuarter] of Object.entries(verdicts)) {
      const isDecided = byQuarter.some((verdict) => verdict === "supported" || verdict === "contradicted");
      study.everDecided[claim] = (study.everDecided[claim] ?? 0) + (isDecided ? 1 : 0);
      const counts = (study.last[claim] ??= {});
      const verdict = byQuarter.at(-1)!;
      counts[verdict] = (counts[verdict] ?? 0) + 1;
    }
  }
}

export const emptyStudy = (): Study => ({worlds: 0, figures: new Map(), everDecided: {}, last: {}});

/** The study in lines: a figure each, then the verdicts. */
export function formatStudy(name: WorldName, {worlds, figures, everDecided, last}: Study): string {
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  return [
    `${name}, ${worlds} worlds`,
    ...[...figures].map(
      ([figure, of]) =>
        `  ${figure}: covered ${percent(of.covered / of.worlds)}, ${(of.events / of.worlds).toFixed(0)} events, half-width ${(of.halfWidth / of.worlds).toFixed(3)}, at most ${of.widest.toFixed(3)}`
    ),
    ...Object.entries(last).map(
      ([claim, counts]) =>
        `  ${claim}: ever decided ${percent(everDecided[claim]! / worlds)}; last ${Object.entries(counts)
          .map(([verdict, count]) => `${verdict} ${percent(count / worlds)}`)
          .join(", ")}`
    )
  ].join("\n");
}
