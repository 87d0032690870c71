import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {storeStatement, type Statement} from "../campaigns/statement.ts";
import {
  compactedIn,
  holdStore,
  listSnapshots,
  readManifest,
  snapshotDir,
  withSnapshots
} from "../snapshots/store.ts";
import {sha256Of, type WrittenTable} from "../snapshots/writer.ts";
import {smallestGroup} from "../statistics/publication.ts";
import {drawWeeks, fewestPairs, pairsOfWeeks, smallestP} from "../statistics/week-pairs.ts";
import {findCandidates, type Candidates} from "./candidates.ts";
import {drawPeople, peopleArms, strataOf, type Drawn} from "./draw.ts";

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/** Fewer weeks than these are refused, and more than these are no plan. */
export const fewestWeeks = 2 * fewestPairs;
export const mostWeeks = 208;

/** The outcomes of people, with the days after the day of their list; and by how long a list may come later. */
const peopleOutcomes = {follows_30: 30, follows_90: 90, addressed_30: 30} as const;
export const lateDays = 15;

/** The smallest difference worth acting on where none is given, in points of a hundred people. */
const usualPoints = {follows_30: 5, follows_90: 5, addressed_30: 2} as const;

/** The outcomes of weeks. */
export const weeksOutcomes = ["visits", "signups", "sales", "organic"] as const;
export type WeeksOutcome = (typeof weeksOutcomes)[number];

/** An experiment as it stands in the store. */
export interface Experiment {
  id: string;
  units: "people" | "weeks";
  seed: number;
  from: Date;
  to: Date;
  plannedAt: Date;
  outcomes: {outcome: string; matters: number | null}[];
  /** How many units each arm was given, the arm with outreach first. */
  arms: {arm: string; units: number}[];
}

/** The experiments of an account, in the order of their beginning. Throws a `UserError` where a plan is not as it was stored. */
export async function listExperiments(dataDir: string, accountId: string): Promise<Experiment[]> {
  await checkUnchanged(dataDir);
  return withSnapshots(dataDir, async (db) => {
    return readExperiments(db, accountId);
  });
}

/** A plan that was changed afterwards proves nothing, whatever it says. */
async function checkUnchanged(dataDir: string) {
  const compacted = compactedIn(dataDir);
  if (compacted !== null) await checkPlans(compacted.directory, compacted.tables);
  for (const id of await listSnapshots(dataDir))
    if (!compacted?.snapshots.has(id))
      await checkPlans(snapshotDir(dataDir, id), (await readManifest(dataDir, id)).tables);
}

/** The same of the plans in one folder, by what was written of each table into it. */
async function checkPlans(folder: string, tables: Readonly<Record<string, WrittenTable | undefined>>) {
  for (const table of ["experiments", "assignments"] as const) {
    const written = tables[table];
    if (written === undefined) continue;
    const file = join(folder, `${table}.parquet`);
    const found = await sha256Of(file).catch(() => null);
    if (found !== written.sha256)
      throw new UserError(
        `${file}: ${found === null ? "cannot be read" : "was changed after it was stored"}: a plan that changes proves nothing: restore it from a backup`
      );
  }
}

async function readExperiments(db: Database, accountId: string): Promise<Experiment[]> {
  const rows = await db.rows<{
    id: string;
    units: Experiment["units"];
    seed: number;
    from: Date;
    to: Date;
    planned_at: Date;
    outcome: string;
    matters: number | null;
    arms: string[];
  }>(`
    select experiment_id as id, units, seed, "from", "to", planned_at, outcome, matters::double as matters, arms
    from raw.experiments where account_id = ${accountId}
    order by "from", experiment_id, outcome`);
  const counts = await db.rows<{id: string; arm: string; units: number}>(`
    select experiment_id as id, arm, count(*)::int as units
    from raw.assignments where account_id = ${accountId}
    group by experiment_id, arm`);
  const byId = new Map<string, Experiment>();
  for (const {id, units, seed, from, to, planned_at, outcome, matters, arms} of rows) {
    const known = byId.get(id) ?? {
      id,
      units,
      seed,
      from,
      to,
      plannedAt: planned_at,
      outcomes: [],
      arms: arms.map((arm) => ({
        arm,
        units: counts.find((one) => one.id === id && one.arm === arm)?.units ?? 0
      }))
    };
    known.outcomes.push({outcome, matters});
    byId.set(id, known);
  }
  return [...byId.values()];
}

/** A plan of weeks. */
export interface WeeksPlan {
  weeks: number;
  /** A Monday, at 00:00 UTC. */
  from: Date;
  seed: number;
  /** The smallest difference worth acting on, in results a week, of the outcomes it is given for. */
  matters: Partial<Record<WeeksOutcome, number>>;
}

export interface PlannedWeeks {
  id: string;
  weeks: {from: Date; isOn: boolean; pair: number}[];
}

/**
 * Draws the weeks of an experiment and stores them with the plan, which nothing changes afterwards. Throws a `UserError` where the
 * weeks are too few, begin before now, or lie together with another experiment.
 */
export async function planWeeks(
  dataDir: string,
  accountId: string,
  plan: WeeksPlan,
  now = new Date()
): Promise<PlannedWeeks> {
  return inTurn(dataDir, () => planHeldWeeks(dataDir, accountId, plan, now));
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Holds the store until a plan is stored, so that of two plans made at the same moment the second sees the first. Within one
 * process the store is held once for all, so that plans wait for each other.
 */
function inTurn<T>(dataDir: string, plan: () => Promise<T>): Promise<T> {
  const next = last.then(() => holdStore(dataDir, plan));
  last = next.catch(() => {});
  return next;
}

async function planHeldWeeks(
  dataDir: string,
  accountId: string,
  {weeks, from, seed, matters}: WeeksPlan,
  now: Date
): Promise<PlannedWeeks> {
  if (weeks < fewestWeeks)
    throw new UserError(
      `--weeks: ${weeks}: too few: with ${Math.max(1, Math.floor(weeks / 2))} pairs of weeks the smallest p-value there can be is ${share(smallestP(Math.max(1, Math.floor(weeks / 2))))}, so that nothing could be sure at 99 %: give at least ${fewestWeeks}`
    );
  if (weeks > mostWeeks || weeks % 2 !== 0)
    throw new UserError(`--weeks: ${weeks}: give an even number from ${fewestWeeks} to ${mostWeeks}`);
  checkDay(from);
  if (from.getUTCDay() !== 1)
    throw new UserError(`--from: ${dayOf(from)}: weeks begin on Monday: give ${dayOf(nextMonday(from))}`);
  const to = new Date(from.getTime() + weeks * weekMs);
  const id = `weeks-${dayOf(from)}`;
  await refuseTogether(dataDir, accountId, from, to, now);
  const isOn = drawWeeks(weeks, seed);
  const pairOf = new Map(pairsOfWeeks(weeks).flatMap((pair, nth) => pair.map((week) => [week, nth + 1])));
  const plan = isOn.map((on, week) => ({
    from: new Date(from.getTime() + week * weekMs),
    isOn: on,
    pair: pairOf.get(week)!
  }));
  const shared = {
    experiment_id: id,
    units: "weeks",
    seed,
    arms: ["on", "off"],
    strata: "pairs of weeks, two weeks apart",
    analysis: "week_pairs",
    planned_at: now,
    from,
    to
  };
  const statement: Statement = {
    experiments: weeksOutcomes.map((outcome) => ({...shared, outcome, matters: matters[outcome] ?? null})),
    assignments: plan.map((week, nth) => ({
      experiment_id: id,
      unit: nth + 1,
      day: week.from,
      arm: week.isOn ? "on" : "off",
      stratum: String(week.pair)
    }))
  };
  await storeStatement(dataDir, accountId, statement, now);
  return {id, weeks: plan};
}

/** The weeks that an experiment drew, as they are stored. */
export const readWeeks = (
  dataDir: string,
  accountId: string,
  experimentId: string
): Promise<PlannedWeeks["weeks"]> =>
  withSnapshots(dataDir, async (db) => {
    return db.rows<PlannedWeeks["weeks"][number]>(`
      select day as "from", arm = 'on' as "isOn", stratum::int as pair from raw.assignments
      where account_id = ${accountId} and experiment_id = ${quote(experimentId)}
      order by unit`);
  });

/** The name of an experiment with people that begins on a day. */
export const idOfPeople = (from: Date) => `people-${dayOf(from)}`;

/** A plan of people. */
export interface PeoplePlan {
  /** Ids of whoever may be drawn. */
  ids: readonly string[];
  /** At 00:00 UTC. */
  from: Date;
  seed: number;
  /** The smallest difference worth acting on, in points of a hundred people. */
  points?: number;
}

export type DatedPerson = Drawn & {date: Date};

export interface PlannedPeople {
  id: string;
  drawn: DatedPerson[];
  candidates: Candidates;
  to: Date;
}

/**
 * Draws whom to follow and whom to leave alone, and stores it with the plan, which nothing changes afterwards. Throws a
 * `UserError` where too few may be drawn, nobody knows who follows already, or another experiment lies in the same time.
 */
export async function planPeople(
  dataDir: string,
  accountId: string,
  plan: PeoplePlan,
  now = new Date()
): Promise<PlannedPeople> {
  return inTurn(dataDir, () => planHeldPeople(dataDir, accountId, plan, now));
}

async function planHeldPeople(
  dataDir: string,
  accountId: string,
  {ids, from, seed, points}: PeoplePlan,
  now: Date
): Promise<PlannedPeople> {
  checkDay(from);
  // Before anybody is counted out, because an earlier draw takes all of its people out.
  await refuseTogether(dataDir, accountId, from, endAfter(from), now);
  const candidates = await withSnapshots(dataDir, async (db) => {
    return findCandidates(db, accountId, ids);
  });
  if (candidates.followersReadAt === null)
    throw new UserError(
      "no whole list of followers is stored, so nobody knows who follows you already: import one with --complete, or take a snapshot first"
    );
  const {people} = candidates;
  if (people.length < 2 * smallestGroup)
    throw new UserError(
      `${people.length} of ${new Set(ids).size} people may be drawn, and an experiment needs at least ${2 * smallestGroup}: give more people (followback experiment size says how many would be useful)`
    );
  const days = drawPeople(people, seed);
  const drawn = days.map((one) => ({...one, date: new Date(from.getTime() + one.day * dayMs)}));
  const to = endAfter(drawn.reduce((last, {date}) => (date > last ? date : last), from));
  await refuseTogether(dataDir, accountId, from, to, now);
  const id = idOfPeople(from);
  const shared = {
    experiment_id: id,
    units: "people",
    seed,
    arms: [...peopleArms],
    strata: strataOf,
    analysis: "exact_test",
    planned_at: now,
    from,
    to
  };
  const outcomes = Object.keys(peopleOutcomes) as (keyof typeof peopleOutcomes)[];
  // By day and person, so that the number of a unit says nothing of its arm.
  const units = [...drawn].sort(
    (a, b) => a.day - b.day || a.id.length - b.id.length || (a.id < b.id ? -1 : 1)
  );
  await storeStatement(
    dataDir,
    accountId,
    {
      experiments: outcomes.map((outcome) => ({...shared, outcome, matters: points ?? usualPoints[outcome]})),
      assignments: units.map((one, nth) => ({
        experiment_id: id,
        unit: nth + 1,
        user_id: one.id,
        day: one.date,
        arm: one.arm,
        stratum: one.stratum
      }))
    },
    now
  );
  return {id, drawn, candidates, to};
}

/** Whom an experiment drew into which arm for which day, as it is stored, in the order of the units. */
export const readDrawn = (
  dataDir: string,
  accountId: string,
  experimentId: string
): Promise<{id: string; arm: string; date: Date}[]> =>
  withSnapshots(dataDir, async (db) => {
    return db.rows<{id: string; arm: string; date: Date}>(`
      select user_id::varchar as id, arm, day as date from raw.assignments
      where account_id = ${accountId} and experiment_id = ${quote(experimentId)} and user_id is not null
      order by unit`);
  });

/** The first day after the last outcome of people whose list names this day. */
const endAfter = (lastDay: Date) => new Date(lastDay.getTime() + (1 + peopleOutcomes.follows_90) * dayMs);

function checkDay(from: Date) {
  if (from.getTime() % dayMs !== 0)
    throw new UserError(
      `--from: ${from.toISOString()}: experiments begin with a day of UTC: give ${dayOf(from)}`
    );
}

/** Two experiments at once would each change what the other measures. */
async function refuseTogether(dataDir: string, accountId: string, from: Date, to: Date, now: Date) {
  if (from.getTime() + dayMs <= now.getTime())
    throw new UserError(`--from: ${dayOf(from)}: that day is over: a plan has to stand before it begins`);
  const other = (await listExperiments(dataDir, accountId)).find((one) => one.from < to && from < one.to);
  if (other)
    throw new UserError(
      `experiment ${other.id} runs from ${dayOf(other.from)} to ${dayOf(other.to)}: two at once would change each other's result: plan from ${dayOf(other.to)} on`
    );
}

export const dayOf = (at: Date) => at.toISOString().slice(0, 10);

const nextMonday = (day: Date) => new Date(day.getTime() + ((8 - day.getUTCDay()) % 7) * dayMs);

const share = (p: number) => (p >= 0.1 ? p.toFixed(2) : p.toFixed(3));
