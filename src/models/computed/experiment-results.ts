import type {Database} from "../../duckdb.ts";
import type {Interval} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {welch} from "../../statistics/two-means.ts";
import {armsResult, complierEffect, type CrossedStratum} from "../../statistics/two-arms.ts";
import {verdictLevel, verdictOn} from "../../statistics/verdict.ts";
import {isTooFew} from "../../statistics/publication.ts";
import {
  fewestPairs,
  pairsOfWeeks,
  weeksResult,
  type PlannedWeek,
  type WeeksOptions
} from "../../statistics/week-pairs.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

const columns = {
  account_id: "BIGINT",
  experiment_id: "VARCHAR",
  outcome: "VARCHAR",
  units: "VARCHAR",
  from_at: "TIMESTAMP",
  to_at: "TIMESTAMP",
  state: "VARCHAR",
  why: "VARCHAR",
  matters: "DOUBLE",
  drawn_first: "BIGINT",
  drawn_second: "BIGINT",
  known_first: "BIGINT",
  known_second: "BIGINT",
  value_first: "DOUBLE",
  value_second: "DOUBLE",
  reached_first: "BIGINT",
  reached_second: "BIGINT",
  difference: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  p: "DOUBLE",
  smallest_p: "DOUBLE",
  low_99: "DOUBLE",
  high_99: "DOUBLE",
  verdict: "VARCHAR",
  second_difference: "DOUBLE",
  second_low: "DOUBLE",
  second_high: "DOUBLE",
  range_low: "DOUBLE",
  range_high: "DOUBLE",
  chosen_first: "BIGINT",
  chosen_second: "BIGINT",
  chosen_value_first: "DOUBLE",
  chosen_value_second: "DOUBLE",
  chosen_difference: "DOUBLE",
  chosen_low: "DOUBLE",
  chosen_high: "DOUBLE"
} satisfies Columns;

type Row = {[column in keyof typeof columns]?: string | number | bigint | boolean | Date | null};

interface Outcome {
  account_id: bigint;
  experiment_id: string;
  outcome: string;
  units: "people" | "weeks";
  matters: number | null;
  from_at: Date;
  to_at: Date;
  seed: number;
  seen_at: Date | null;
}

interface WeekRow extends Outcome {
  week: bigint;
  arm: string;
  download: string | null;
  pair: string;
  results: bigint | null;
  results_most: bigint | null;
  follows: bigint;
}

/** What another source than the one that counts knows of a week. */
interface OtherWeek extends Pick<Outcome, "account_id" | "experiment_id" | "outcome"> {
  download: string;
  week: bigint;
  results: bigint;
}

/** A week outside of experiments, see the model `experiment_chosen_weeks`. */
interface ChosenWeek {
  account_id: bigint;
  experiment_id: string;
  outcome: string;
  is_on: boolean;
  results: bigint;
  results_most: bigint;
}

interface ArmRow extends Outcome {
  stratum: string;
  arm: string;
  people: bigint;
  known: bigint;
  outcomes: bigint;
  followed: bigint;
  both: bigint;
  watched: bigint;
}

/** What each experiment shows, as its plan said beforehand that it would be judged. */
export const experimentResults: Estimated = {
  name: "experiment_results",
  isMart: true,
  header: [
    "What each experiment shows; one row an account, experiment and outcome.",
    "",
    "outcome: follows_30, follows_90, addressed_30 of people; visits, signups, sales, organic (new organic followers) a week of weeks",
    "units: people or weeks; from_at, to_at: the first day, and the first day after the last outcome",
    "state: not yet (the data of the kind end before to_at), read, or not readable; why: what is missing, or which of several sources counts",
    "matters: the smallest difference worth acting on, as planned, in the unit of difference; null: none given",
    "drawn_*, known_*: people or weeks of the arm with outreach (first) and without (second), and of how many the outcome is known",
    "value_*: share of the known people, or results a week of the pairs that are known wholly; reached_*: known people whom the account followed, or weeks in which it certainly followed somebody to win them; of people null, as second_*, where its follows were not watched for 30 days from the day of each, by lists of ids, events or a log that holds all",
    "difference, low, high: first less second with a 95 % interval, by intention to treat; low_99, high_99: likewise at 99 %. Null bounds: none can be given",
    "p: how often the draw alone would show as much, either way; smallest_p: the least there can be (of weeks)",
    "verdict: of low_99 and high_99 against matters: supported = outreach brings more, contradicted = less. Of weeks cannot tell yet where another source that knows enough of them does not say so",
    "second_*: of people the effect on those who were followed because of the draw; of weeks the reading without weeks after a switch. 95 %",
    "range_*: of organic the difference with all new followers of unknown route who may be organic counted in the weeks without outreach alone, and in those with it alone. value_* and difference count none of them, intervals span both of these ways and p is the larger; null where there are none",
    "chosen_*: what watching alone would compare, with a 95 % interval. Of people those whom the account chose to follow in the 52 weeks before, beside those left alone; of weeks those of the 52 before in which it chose to do outreach, beside those in which it did not. No draw made these groups alike, so that the difference need not be owed to outreach. Intervals span the ways to count people of whom it is not known whether they were chosen, or are organic. Null where a side has too few: 30 people, 4 weeks",
    "",
    "check: a difference is given exactly where state is read"
  ].join("\n"),
  reads: [
    "experiment_weeks",
    "experiment_chosen_weeks",
    "experiment_arms",
    "experiment_outcomes",
    "experiment_units",
    "week_results",
    "lists",
    "watches",
    "download_days"
  ],
  async make(db) {
    const rows = [...(await weeksRows(db)), ...(await peopleRows(db))].sort(
      (a, b) =>
        compare(a.account_id as bigint, b.account_id as bigint) ||
        compare(a.from_at as Date, b.from_at as Date) ||
        compare(a.experiment_id as string, b.experiment_id as string) ||
        compare(a.outcome as string, b.outcome as string)
    );
    await createTable(db, "experiment_results", columns, rows);
  }
};

const compare = <T extends bigint | Date | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

const outcomeColumns = `o.account_id, o.experiment_id, o.outcome, o.units, o.matters, o.from_at, o.to_at,
  (select min(u.seed) from experiment_units u where u.account_id = o.account_id and u.experiment_id = o.experiment_id) as seed`;

const keyOf = (row: Pick<Outcome, "account_id" | "experiment_id" | "outcome">) =>
  `${row.account_id} ${row.experiment_id} ${row.outcome}`;

const shared = ({account_id, experiment_id, outcome, units, from_at, to_at}: Outcome): Row => ({
  account_id,
  experiment_id,
  outcome,
  units,
  from_at,
  to_at
});

/** On either side of what was chosen: fewer weeks are not compared. */
const fewestChosenWeeks = 4;

/** A bound that is infinite is none. */
const bound = (value: number) => (Number.isFinite(value) ? rounded(value) : null);

async function weeksRows(db: Database): Promise<Row[]> {
  const rows = await db.rows<WeekRow>(`
    select ${outcomeColumns}, w.week, w.arm, w.pair, w.download, w.results, w.results_most, w.follows,
      case o.outcome
        when 'organic' then greatest(
          (select max(l.started_at) from lists l where l.account_id = o.account_id and l.direction = 'inbound' and l.verdict in ('complete', 'head')),
          (select max(w.to_at) from watches w where w.account_id = o.account_id))
        else greatest(
          coalesce(
            (select max(d.day) + interval 1 day from download_days d where d.account_id = o.account_id and d.content = o.outcome),
            (select max(d.day) + interval 1 day from download_days d where d.account_id = o.account_id and d.content <> 'hours')),
          -- Tables of sales may hold sign-ups too.
          (select max(r.week) + interval 7 days from week_results r where r.account_id = o.account_id and r.outcome = o.outcome))
      end as seen_at
    from experiment_outcomes o
    join experiment_weeks w
      on w.account_id = o.account_id and w.experiment_id = o.experiment_id and w.outcome = o.outcome
    order by o.account_id, o.experiment_id, o.outcome, w.week`);
  const chosen = await db.rows<ChosenWeek>(
    "from experiment_chosen_weeks order by account_id, experiment_id, outcome, week"
  );
  const others = await db.rows<OtherWeek>(`
    select w.account_id, w.experiment_id, w.outcome, r.download, w.week, r.results
    from experiment_weeks w
    join experiment_units u
      on u.account_id = w.account_id and u.experiment_id = w.experiment_id and u.unit = w.week
    join week_results r on r.account_id = w.account_id and r.outcome = w.outcome and r.week = u.day
    order by w.account_id, w.experiment_id, w.outcome, r.download, w.week`);
  const chosenOf = new Map([...groupNeighbours(chosen, keyOf)].map((group) => [keyOf(group[0]), group]));
  const othersOf = new Map([...groupNeighbours(others, keyOf)].map((group) => [keyOf(group[0]), group]));
  return [...groupNeighbours(rows, keyOf)].map((weeks) => {
    const key = keyOf(weeks[0]);
    return weeksRow(weeks, chosenOf.get(key) ?? [], othersOf.get(key) ?? []);
  });
}

function weeksRow(
  weeks: [WeekRow, ...WeekRow[]],
  chosen: readonly ChosenWeek[],
  others: readonly OtherWeek[]
): Row {
  const [plan] = weeks;
  const of = (arm: string) => weeks.filter((week) => week.arm === arm);
  const known = (arm: string) => of(arm).filter(({results}) => results !== null);
  const row: Row = {
    ...shared(plan),
    matters: plan.matters,
    drawn_first: BigInt(of("on").length),
    drawn_second: BigInt(of("off").length),
    known_first: BigInt(known("on").length),
    known_second: BigInt(known("off").length),
    reached_first: BigInt(of("on").filter(({follows}) => follows > 0n).length),
    reached_second: BigInt(of("off").filter(({follows}) => follows > 0n).length)
  };
  if (plan.seen_at === null || plan.seen_at < plan.to_at) return {...row, state: "not yet"};
  if (!isDraw(weeks))
    return {...row, state: "not readable", why: "its stored weeks are not a draw: run npx followback check"};
  const readings = readingsOf(weeks);
  const result = readAll(readings, {seed: plan.seed});
  if (result === null) return {...row, state: "not readable", why: whyNoWeeks(plan.outcome)};
  const surer = readAll(readings, {seed: plan.seed, level: verdictLevel})!.interval;
  const settled = readAll(readings, {seed: plan.seed, withoutSwitches: true});
  // Those of the pairs that the difference rests on.
  const mean = (arm: string) => {
    const whole = known(arm).filter(({pair}) =>
      weeks.every((week) => week.pair !== pair || week.results !== null)
    );
    return rounded(whole.reduce((sum, {results}) => sum + Number(results), 0) / whole.length);
  };
  const own = plan.matters === null ? null : verdictOn(surer, plan.matters);
  const apart = readOthers(weeks, others, own);
  const why = [
    ...(result.pairs < fewestPairs
      ? [`${result.pairs} pairs of weeks are known, and a verdict needs ${fewestPairs}`]
      : []),
    ...apart.why
  ];
  return {
    ...row,
    state: "read",
    ...(why.length > 0 && {why: why.join("; ")}),
    value_first: mean("on"),
    value_second: mean("off"),
    difference: rounded(result.difference),
    low: bound(result.interval.low),
    high: bound(result.interval.high),
    p: rounded(result.p),
    smallest_p: rounded(result.smallestP),
    low_99: bound(surer.low),
    high_99: bound(surer.high),
    verdict: apart.isOtherwise ? "cannot tell yet" : own,
    second_difference: rounded(settled?.difference ?? null),
    second_low: settled && bound(settled.interval.low),
    second_high: settled && bound(settled.interval.high),
    ...(result.range && {range_low: rounded(result.range.low), range_high: rounded(result.range.high)}),
    ...chosenWeeks(chosen)
  };
}

/** The sources that are not counted, as two may count the same; and whether one of them that knows enough weeks has another verdict than `own`. */
function readOthers(
  weeks: [WeekRow, ...WeekRow[]],
  others: readonly OtherWeek[],
  own: string | null
): {why: string[]; isOtherwise: boolean} {
  const [{seed, matters}] = weeks;
  const counted = weeks.find(({download}) => download !== null)?.download;
  const apart = [...groupNeighbours(others, ({download}) => download)].filter(
    ([{download}]) => download !== counted
  );
  if (counted === undefined || apart.length === 0) return {why: [], isOtherwise: false};
  const otherwise = apart.filter((known) => {
    const results = new Map(known.map((one) => [one.week, Number(one.results)]));
    const theirs = weeks.map(({week, arm}) => ({isOn: arm === "on", value: results.get(week) ?? null}));
    const result = weeksResult(theirs, {seed, level: verdictLevel});
    if (matters === null || result === null || result.pairs < fewestPairs) return false;
    return verdictOn(result.interval, matters) !== own;
  });
  const namesOf = (sources: typeof apart) => sources.map(([{download}]) => download).join(", ");
  return {
    why: [
      `${counted} alone is counted, and not ${namesOf(apart)}, as two sources may count the same`,
      ...(otherwise.length > 0 ? [`${namesOf(otherwise)} by itself does not say so`] : [])
    ],
    isOtherwise: otherwise.length > 0
  };
}

/** Whether each pair has one week on and one off, as every draw has: rows from elsewhere may be anything. */
const isDraw = (weeks: readonly WeekRow[]) =>
  weeks.length >= 2 &&
  weeks.length % 2 === 0 &&
  pairsOfWeeks(weeks.length).every(([one, other]) => weeks[one]!.arm !== weeks[other]!.arm);

const whyNoWeeks = (outcome: string) =>
  outcome === "organic"
    ? "in no pair of weeks were lists of followers, which leave no unknown name out, read on every day and on the day before"
    : `no download holds ${outcome === "signups" ? "sign-ups" : outcome} of both weeks of any pair`;

/** The weeks as they count; where some results are not certain, also with these in the weeks off alone, and in those on alone. */
function readingsOf(weeks: readonly WeekRow[]): PlannedWeek[][] {
  const valued = (isMost: (isOn: boolean) => boolean) =>
    weeks.map(({arm, results, results_most}) => {
      const isOn = arm === "on";
      const value = isMost(isOn) ? results_most : results;
      return {isOn, value: value === null ? null : Number(value)};
    });
  const certain = valued(() => false);
  if (weeks.every(({results, results_most}) => results === results_most)) return [certain];
  return [certain, valued((isOn) => !isOn), valued((isOn) => isOn)];
}

/** What all readings leave: the interval that spans theirs, and the largest p. The difference is the first one's. */
function readAll(readings: readonly PlannedWeek[][], options: WeeksOptions) {
  const results = readings.map((weeks) => weeksResult(weeks, options));
  const [first] = results;
  if (!first || results.includes(null)) return null;
  const all = results as (typeof first)[];
  const differences = all.map(({difference}) => difference);
  const range = {low: Math.min(...differences), high: Math.max(...differences)};
  return {
    ...first,
    // Between a reading above zero and one below lies one that shows no difference at all.
    p: range.low < 0 && range.high > 0 ? 1 : Math.max(...all.map(({p}) => p)),
    interval: hull(all.map(({interval}) => interval)),
    range: all.length > 1 ? range : null
  };
}

const hull = (intervals: readonly Interval[]): Interval => ({
  low: Math.min(...intervals.map(({low}) => low)),
  high: Math.max(...intervals.map(({high}) => high))
});

function chosenWeeks(chosen: readonly ChosenWeek[]): Row {
  const valuesOf = (isOn: boolean, of: "results" | "results_most" = "results") =>
    chosen.filter((week) => week.is_on === isOn).map((week) => Number(week[of]));
  const [on, off] = [valuesOf(true), valuesOf(false)];
  if (Math.min(on.length, off.length) < fewestChosenWeeks) return {};
  const certain = welch(on, off);
  const extremes = [
    welch(valuesOf(true), valuesOf(false, "results_most")),
    welch(valuesOf(true, "results_most"), valuesOf(false))
  ];
  const known = [certain, ...extremes].filter((one) => one !== null);
  if (certain === null) return {};
  const {low, high} = hull(known);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    chosen_first: BigInt(on.length),
    chosen_second: BigInt(off.length),
    chosen_value_first: rounded(mean(on)),
    chosen_value_second: rounded(mean(off)),
    chosen_difference: rounded(certain.difference),
    chosen_low: rounded(low),
    chosen_high: rounded(high)
  };
}

async function peopleRows(db: Database): Promise<Row[]> {
  const rows = await db.rows<ArmRow>(`
    select ${outcomeColumns}, a.stratum, a.arm, a.people, a.known, a.outcomes, a.followed, a.both, a.watched,
      (select max(l.started_at) from lists l where l.account_id = o.account_id and l.direction = 'inbound' and l.verdict = 'complete') as seen_at
    from experiment_outcomes o
    join experiment_arms a
      on a.account_id = o.account_id and a.experiment_id = o.experiment_id and a.outcome = o.outcome
    order by o.account_id, o.experiment_id, o.outcome, a.stratum, a.arm`);
  return [...groupNeighbours(rows, keyOf)].map(peopleRow);
}

const whyUnknown: Record<string, string> = {
  follows_30:
    "no complete list of followers, by id or of names that are all known, began 30 to 45 days after the days of the lists",
  follows_90:
    "no complete list of followers, by id or of names that are all known, began 90 to 105 days after the days of the lists",
  addressed_30:
    "no snapshot or listener covered replies, quotes and mentions for 30 days from the days of the lists"
};

function peopleRow(arms: [ArmRow, ...ArmRow[]]): Row {
  const [plan] = arms;
  const sum = (arm: string, of: (row: ArmRow) => bigint) => sumOf(arms, arm, of);
  const both = (of: (row: ArmRow) => bigint) => [sum("follow", of), sum("leave", of)] as const;
  const [people, known, outcomes, followed, watched] = [
    both((row) => row.people),
    both((row) => row.known),
    both((row) => row.outcomes),
    both((row) => row.followed),
    both((row) => row.watched)
  ];
  const row: Row = {
    ...shared(plan),
    matters: plan.matters === null ? null : plan.matters / 100,
    drawn_first: people[0],
    drawn_second: people[1],
    known_first: known[0],
    known_second: known[1]
  };
  if (plan.seen_at === null || plan.seen_at < plan.to_at) return {...row, state: "not yet"};
  const strata = crossedStrata(arms.filter(({arm}) => arm === "follow" || arm === "leave"));
  const stratumOf = ({first, second}: CrossedStratum) => ({
    x1: first.outcomes,
    n1: first.people,
    x0: second.outcomes,
    n0: second.people
  });
  const result = armsResult(strata.map(stratumOf));
  // Half a month without a list says nothing of the people whose day it was: the arms could differ by that alone.
  const isThin = 2n * (known[0] + known[1]) < people[0] + people[1];
  if (result === null || isThin)
    return {...row, state: "not readable", why: whyUnknown[plan.outcome] ?? null};
  const surer = armsResult(strata.map(stratumOf), verdictLevel)!.interval;
  const isWatched = watched[0] === known[0] && watched[1] === known[1];
  const complier = isWatched ? complierEffect(strata) : null;
  return {
    ...row,
    state: "read",
    reached_first: isWatched ? followed[0] : null,
    reached_second: isWatched ? followed[1] : null,
    value_first: rounded(Number(outcomes[0]) / Number(known[0])),
    value_second: rounded(Number(outcomes[1]) / Number(known[1])),
    difference: rounded(result.difference),
    low: rounded(result.interval.low),
    high: rounded(result.interval.high),
    p: rounded(result.p),
    low_99: rounded(surer.low),
    high_99: rounded(surer.high),
    verdict: plan.matters === null ? null : verdictOn(surer, plan.matters / 100),
    second_difference: rounded(complier?.effect ?? null),
    second_low: complier && bound(complier.interval.low),
    second_high: complier && bound(complier.interval.high),
    ...chosenPeople(arms)
  };
}

const sumOf = (arms: readonly ArmRow[], arm: string, of: (row: ArmRow) => bigint) =>
  arms.filter((row) => row.arm === arm).reduce((total, row) => total + of(row), 0n);

function chosenPeople(arms: readonly ArmRow[]): Row {
  const countsOf = (arm: string) => ({
    n: Number(sumOf(arms, arm, (row) => row.known)),
    x: Number(sumOf(arms, arm, (row) => row.outcomes))
  });
  const [chosen, unknown, left] = [countsOf("chosen"), countsOf("chosen_unknown"), countsOf("leave")];
  if (isTooFew(chosen.n) || isTooFew(left.n)) return {};
  // As of the arms of an experiment, so that what differs is the choice and not the formula.
  const beside = (x: number, n: number) => armsResult([{x1: x, n1: n, x0: left.x, n0: left.n}])!;
  const certain = beside(chosen.x, chosen.n);
  // Any of the unknown may have been chosen: at most those with the outcome alone, and at least those without.
  const [least, most] = [
    beside(chosen.x, chosen.n + unknown.n - unknown.x),
    beside(chosen.x + unknown.x, chosen.n + unknown.x)
  ];
  const {low, high} = hull([least.interval, certain.interval, most.interval]);
  return {
    chosen_first: BigInt(chosen.n),
    chosen_second: BigInt(left.n),
    chosen_value_first: rounded(chosen.x / chosen.n),
    chosen_value_second: rounded(left.x / left.n),
    chosen_difference: rounded(certain.difference),
    chosen_low: rounded(low),
    chosen_high: rounded(high)
  };
}

function crossedStrata(arms: readonly ArmRow[]): CrossedStratum[] {
  const countsOf = (stratum: string, arm: string) => {
    const row = arms.find((one) => one.stratum === stratum && one.arm === arm);
    const [people, outcomes, followed, both] = [row?.known, row?.outcomes, row?.followed, row?.both].map(
      (count) => Number(count ?? 0n)
    );
    return {people: people!, outcomes: outcomes!, followed: followed!, both: both!};
  };
  return [...new Set(arms.map(({stratum}) => stratum))].map((stratum) => ({
    first: countsOf(stratum, "follow"),
    second: countsOf(stratum, "leave")
  }));
}
