import {wilson, type Interval} from "../../src/statistics/proportion.ts";
import {differenceOf, observe, rateRangeOf, worstOf, bases, type Basis, type Observed} from "./figures.ts";
import {behaviourOf, scenarios, type Keeping, type Behaviour, type Scenario} from "./behaviour.ts";
import {expect, shareOf, type Comer, type Tally, type Truth} from "./truth.ts";
import type {Schedule} from "./watch.ts";

/** How often the interval of a figure held the truth. */
export interface Coverage {
  figure: string;
  scenario: Scenario;
  truth: number;
  worlds: number;
  covered: number;
  /** Summed over worlds: how many of how many the figure rests on; for differences those of followback. */
  x: number;
  n: number;
}

/** All that worlds of one scenario and keeping showed under one schedule. */
export interface Group {
  scenario: Scenario;
  keeping: Keeping;
  worlds: number;
  coverage: Coverage[];
  /** Expected shares under the behaviour: seen under this schedule; of them with a route that can be told; schedule set aside. */
  expected: Record<string, {seen: number; told: number; anyhow: number}>;
  basis: Record<Basis, Tally>;
  unseenBefore: number;
  unknown: Tally;
  startDays: Tally;
  /** Followbacks by first-seen order that are none. */
  ordered: Tally;
  /** Worlds in which a claim was ever decided over all looks, and how the last look stood. */
  everDecided: Record<string, number>;
  verdicts: Record<string, Record<string, number>>;
}

/** What a figure is expected to be, and its interval in one world. */
type Figure = [figure: string, truth: number, interval: Interval, rests: Tally];

export interface Plan {
  behaviour: Behaviour;
  schedule: Schedule;
  seed: number;
  /** Followers simulated for the truth. */
  people: number;
}

export interface Study {
  group: Group;
  /** Watches so many further worlds and counts what their figures hold. */
  watch(worlds: number): Promise<void>;
}

/** Begins a study of one behaviour under one schedule, or goes on with one. Truth and worlds never share a seed. */
export function beginStudy({behaviour, schedule, seed, people}: Plan, group = emptyGroup(behaviour)): Study {
  const first =
    seed * 10_000_000 +
    scenarios.indexOf(behaviour.scenario) * 1_000_000 +
    (behaviour.keeping === "short" ? 500_000 : 0);
  const truth = expect(behaviour, schedule, first + 250_000, people);
  group.expected = expectedOf(truth);
  return {
    group,
    async watch(worlds) {
      const seeds = Array.from({length: worlds}, (_, nth) => first + group.worlds + nth);
      for (const observed of await observe(behaviour, schedule, seeds)) addWorld(group, observed, truth);
    }
  };
}

const ofTally = ({x, n}: Tally): Interval => wilson(x, n);

/** Every figure whose coverage is asked for, in one world. */
function figuresOf({engaged, retained: kept, outreach: {c, u, n}, naive}: Observed, truth: Truth): Figure[] {
  const gap = (of: Truth["engaged"]) => shareOf(of.followback) - shareOf(of.organic);
  const least = {x: c, n: c + n};
  const most = {x: c + u, n: c + u + n};
  const rate = shareOf(truth.answered);
  const dropped = {x: engaged.followback.x + engaged.organic.x, n: engaged.followback.n + engaged.organic.n};
  return [
    [
      "engaged_30 followback",
      shareOf(truth.engaged.followback),
      ofTally(engaged.followback),
      engaged.followback
    ],
    ["engaged_30 organic", shareOf(truth.engaged.organic), ofTally(engaged.organic), engaged.organic],
    ["engaged_30 difference", gap(truth.engaged), differenceOf(engaged), engaged.followback],
    ["retained_90 followback", shareOf(truth.retained.followback), ofTally(kept.followback), kept.followback],
    ["retained_90 organic", shareOf(truth.retained.organic), ofTally(kept.organic), kept.organic],
    ["retained_90 difference", gap(truth.retained), differenceOf(kept), kept.followback],
    ["followback rate, least: c / (c + n)", shareOf(truth.answeredLeast), ofTally(least), least],
    ["followback rate, most: (c + u) / (c + u + n)", shareOf(truth.answeredMost), ofTally(most), most],
    ["range: followback rate", rate, rateRangeOf({c, u, n}), least],
    ["range: engaged_30 difference", gap(truth.engaged), worstOf(engaged), engaged.followback],
    ["range: retained_90 difference", gap(truth.retained), worstOf(kept), kept.followback],
    ["naive: followback rate, unknowns dropped", rate, ofTally(least), least],
    [
      "naive: followback rate, first seen taken as exact",
      rate,
      ofTally(naive.orderedRate),
      naive.orderedRate
    ],
    ["naive: engaged_30 of all, unknowns dropped", shareOf(truth.engaged.all), ofTally(dropped), dropped],
    [
      "naive: retained_90 of all, midpoints",
      shareOf(truth.retainedAnyhow.all),
      ofTally(naive.midpointKept),
      naive.midpointKept
    ],
    ...(naive.headsKept === null
      ? []
      : ([
          [
            "naive: retained_90 of all, heads taken as complete",
            shareOf(truth.retained.all),
            ofTally(naive.headsKept),
            naive.headsKept
          ]
        ] as Figure[]))
  ];
}

function addWorld(group: Group, observed: Observed, truth: Truth) {
  group.worlds += 1;
  for (const [figure, expected, {low, high}, {x, n}] of figuresOf(observed, truth)) {
    let own = group.coverage.find((coverage) => coverage.figure === figure);
    if (own === undefined) {
      own = {figure, scenario: group.scenario, truth: expected, worlds: 0, covered: 0, x: 0, n: 0};
      group.coverage.push(own);
    }
    own.worlds += 1;
    if (low <= expected && expected <= high) own.covered += 1;
    own.x += x;
    own.n += n;
  }
  const add = (to: Tally, {x, n}: Tally) => {
    to.x += x;
    to.n += n;
  };
  for (const basis of bases) add(group.basis[basis], observed.basis[basis]);
  group.unseenBefore += observed.unseenBefore;
  add(group.unknown, observed.unknown);
  add(group.startDays, observed.startDays);
  add(group.ordered, observed.naive.ordered);
  for (const claim of observed.everDecided) group.everDecided[claim] = (group.everDecided[claim] ?? 0) + 1;
  for (const [claim, verdict] of Object.entries(observed.verdicts)) {
    const counts = (group.verdicts[claim] ??= {});
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
}

function expectedOf(truth: Truth): Group["expected"] {
  const of = (route: Comer, seen: keyof Truth, told: keyof Truth, anyhow: keyof Truth) => {
    const share = (key: keyof Truth) => shareOf((truth[key] as Record<Comer, Tally>)[route]);
    return {seen: share(seen), told: share(told), anyhow: share(anyhow)};
  };
  return {
    "engaged_30 followback": of("followback", "engaged", "engagedTold", "engagedAnyhow"),
    "engaged_30 organic": of("organic", "engaged", "engagedTold", "engagedAnyhow"),
    "retained_90 followback": of("followback", "retained", "retainedTold", "retainedAnyhow"),
    "retained_90 organic": of("organic", "retained", "retainedTold", "retainedAnyhow")
  };
}

function emptyGroup({scenario, keeping}: Behaviour): Group {
  const none = (): Tally => ({x: 0, n: 0});
  return {
    scenario,
    keeping,
    worlds: 0,
    coverage: [],
    expected: {},
    basis: {followback: none(), first: none(), none_seen: none()},
    unseenBefore: 0,
    unknown: none(),
    startDays: none(),
    ordered: none(),
    everDecided: {},
    verdicts: {}
  };
}

/** The groups of a full run: every scenario with long keeping shares `worlds`, and a quarter as many keep short. */
export function groupsOf(worlds: number): {behaviour: Behaviour; worlds: number}[] {
  const share = Math.ceil(worlds / scenarios.length);
  return [
    ...scenarios.map((scenario) => ({behaviour: behaviourOf(scenario), worlds: share})),
    {behaviour: behaviourOf("default", "short"), worlds: Math.ceil(worlds / 4)}
  ];
}

/** One line of the table: a figure pooled over scenarios. `isWaived`: n·p (or n·(1 − p)) under 10 somewhere. */
export interface Line {
  figure: string;
  worlds: number;
  coverage: number;
  least: number;
  isWaived: boolean;
}

/** Coverage of each figure over the groups whose brand keeps a follow long; `least` is the lowest of a scenario. */
export function pooledCoverage(groups: Group[]): Line[] {
  const all = groups.filter(({keeping}) => keeping === "long").flatMap(({coverage}) => coverage);
  return [...new Set(all.map(({figure}) => figure))].map((figure) => {
    const own = all.filter((coverage) => coverage.figure === figure);
    const worlds = own.reduce((sum, one) => sum + one.worlds, 0);
    return {
      figure,
      worlds,
      coverage: own.reduce((sum, one) => sum + one.covered, 0) / worlds,
      least: Math.min(...own.map((one) => one.covered / one.worlds)),
      isWaived: own.some(({x, n, worlds}) => Math.min(x, n - x) / worlds < 10)
    };
  });
}
