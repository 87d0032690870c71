import {runModels} from "../../src/models/build.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {newcombe, wilson, type Interval} from "../../src/statistics/proportion.ts";
import type {Behaviour} from "./behaviour.ts";
import {beginSql, writeRaw} from "./raw.ts";
import type {Tally} from "./truth.ts";
import {hasHeads, walksOf, type Schedule} from "./watch.ts";
import {createWorld} from "./world.ts";

/** What the models say of one world. */
export interface Observed {
  engaged: Record<Seen, Tally>;
  retained: Record<Seen, Tally>;
  /** Attempts: followed back, order unknown, neither. */
  outreach: {c: number; u: number; n: number};
  /** How many of whom the models call `followback`, `first` and `none_seen` really are followbacks. */
  basis: Record<Basis, Tally>;
  /** Of them, how many had followed before without any list showing it. */
  unseenBefore: number;
  /** People in cohorts whose route is unknown. */
  unknown: Tally;
  /** Days between the bounds of the starts, summed over people. */
  startDays: Tally;
  /** The median of those days; null where nobody came. */
  medianStartDays: number | null;
  /** Claims with a verdict of supported or contradicted at one look at least, and the verdict of the last look. */
  everDecided: string[];
  verdicts: Record<string, string>;
  naive: Naive;
}

/** What plainer methods make of the same lists; see `naiveSql`. */
export interface Naive {
  /** Called followback by first-seen order, and how many of them were not. */
  ordered: Tally;
  orderedRate: Tally;
  midpointKept: Tally;
  /** Null where every list is complete. */
  headsKept: Tally | null;
}

export type Seen = "followback" | "organic" | "unknown";
export type Basis = "followback" | "first" | "none_seen";
export const bases: readonly Basis[] = ["followback", "first", "none_seen"];

/** Simulates worlds, lays them into one database as so many accounts, runs the models and reads the figures of each. */
export async function observe(
  behaviour: Behaviour,
  schedule: Schedule,
  seeds: number[]
): Promise<Observed[]> {
  return withDatabase(
    async (db) => {
      const worlds = seeds.map((seed) => createWorld(behaviour, seed));
      await writeRaw(db, worlds, walksOf(schedule, behaviour.days));
      await runModels(db, {only: ["claims", "outreach", "people_facts"]});
      return readFigures(db, worlds.length, schedule);
    },
    {threads: 1}
  );
}

async function readFigures(db: Database, count: number, schedule: Schedule): Promise<Observed[]> {
  const observed = Array.from({length: count}, nothing);
  const each = async <R extends {account_id: bigint}>(sql: string, take: (of: Observed, row: R) => void) => {
    for (const row of await db.rows<R>(sql)) take(observed[Number(row.account_id) - 1]!, row);
  };
  type Facts = {account_id: bigint; route: Seen} & Record<
    "xe" | "ne" | "xk" | "nk" | "people" | "days",
    number
  >;
  await each<Facts>(
    `select p.account_id, p.route, count(*)::double as people, (sum(days_between(f.start_after, f.start_before)))::double as days,
      (count(*) filter (where engaged_30))::double as xe, count(engaged_30)::double as ne,
      (count(*) filter (where retained_90))::double as xk, count(retained_90)::double as nk
    from people_facts p join followers f on f.account_id = p.account_id and f.user_id = p.user_id
    group by p.account_id, p.route`,
    (of, {route, xe, ne, xk, nk, people, days}) => {
      of.engaged[route] = {x: xe, n: ne};
      of.retained[route] = {x: xk, n: nk};
      of.unknown.n += people;
      if (route === "unknown") of.unknown.x += people;
      of.startDays.x += days;
      of.startDays.n += people;
    }
  );
  await each<{account_id: bigint; days: number}>(
    `select account_id, median(days_between(start_after, start_before)) as days
    from followers where cohort_month is not null group by account_id`,
    (of, {days}) => (of.medianStartDays = days)
  );
  await each<{account_id: bigint; c: number; u: number; n: number}>(
    `select account_id, (count(*) filter (where outcome = 'followed_back'))::double as c,
      (count(*) filter (where outcome = 'unknown'))::double as u,
      (count(*) filter (where outcome in ('not_yet', 'closed_without')))::double as n
    from outreach group by account_id`,
    (of, {c, u, n}) => (of.outreach = {c, u, n})
  );
  await db.run(seenFollows);
  await each<{account_id: bigint; basis: Basis; x: number; n: number; unseen: number}>(
    `select account_id, basis, (count(*) filter (where true_route = 'followback'))::double as x, count(*)::double as n,
      (count(*) filter (where nth > 1))::double as unseen
    from seen_follows where basis is not null group by account_id, basis`,
    (of, {basis, x, n, unseen}) => {
      of.basis[basis] = {x, n};
      of.unseenBefore += unseen;
    }
  );
  await each<{account_id: bigint; claim: string; verdict: string; is_latest: boolean}>(
    `select account_id, claim, verdict, is_latest from claims where is_collected and evaluated_at is not null
    order by account_id, claim, evaluated_at`,
    (of, {claim, verdict, is_latest}) => {
      const isDecided = verdict === "supported" || verdict === "contradicted";
      if (isDecided && !of.everDecided.includes(claim)) of.everDecided.push(claim);
      if (is_latest) of.verdicts[claim] = verdict;
    }
  );
  await readNaive(db, each, schedule);
  return observed;
}

/**
 * The first follow of each person that a list showed, beside what it really was. Figures are about people seen in at
 * least one list: a follow that came and went between two lists is nobody's first follow, and is counted apart.
 */
const seenFollows = `
  create table seen_follows as
  select f.account_id, f.user_id, t.nth, t.route as true_route,
    case when f.route_basis = 'sitting' then null when f.route = 'followback' then 'followback' when f.route = 'organic' then f.route_basis end as basis
  from (select *, days_between(${beginSql}, first_seen_at) as seen from followers) f
  join true_follows t on t.account_id = f.account_id and t.user_id = f.user_id and t.starts <= f.seen and f.seen < t.ends`;

type Each = (
  sql: string,
  take: (of: Observed, row: {account_id: bigint; x: number; n: number}) => void
) => Promise<void>;

/** The naive methods, on the same spells and rows: what a spreadsheet would do. */
async function readNaive(db: Database, each: Each, schedule: Schedule) {
  const firsts = (direction: string) =>
    `(select * from spells where direction = '${direction}' and spell = 1 and start_after is not null)`;
  // First-seen dates as exact, our list read first: whoever shows up on both sides in one snapshot answered us.
  const ordered = `${firsts("inbound")} i join ${firsts("outbound")} o on o.account_id = i.account_id and o.user_id = i.user_id
    and o.start_before <= i.start_before`;
  await each(
    `select i.account_id, (count(*) filter (where t.true_route <> 'followback'))::double as x, count(*)::double as n
    from ${ordered} join seen_follows t on t.account_id = i.account_id and t.user_id = i.user_id group by i.account_id`,
    (of, {x, n}) => (of.naive.ordered = {x, n})
  );
  await each(
    `select o.account_id, (count(*) filter (where i.start_before >= o.start_before))::double as x,
      (count(*) filter (where i.user_id is null or i.start_before >= o.start_before))::double as n
    from ${firsts("outbound")} o
    left join (select * from spells where direction = 'inbound' and spell = 1) i on i.account_id = o.account_id and i.user_id = o.user_id
    group by o.account_id`,
    (of, {x, n}) => (of.naive.orderedRate = {x, n})
  );
  // Follows and unfollows dated at the middle of their windows.
  await each(
    `with middles as (
      select account_id, days_between(start_after, start_before) / 2 as start_half,
        days_between(start_before, (select max(finished_at) from raw.lists)) as watched,
        days_between(start_before, end_after) + days_between(end_after, end_before) / 2 as left_age
      from followers where cohort_month is not null
    )
    select account_id, (count(*) filter (where left_age is null or left_age + start_half > 90))::double as x, count(*)::double as n
    from middles where watched + start_half >= 90 group by account_id`,
    (of, {x, n}) => (of.naive.midpointKept = {x, n})
  );
  if (!hasHeads(schedule)) return;
  // A head taken for the whole list: whoever does not stand in it has left.
  await each(
    `with due as (
      select f.account_id, f.user_id, w.snapshot_id
      from followers f
      join raw.lists w on w.account_id = f.account_id and w.list = 'followers'
        and abs(days_between(days_after(f.first_seen_at, 90), w.finished_at)) < 0.5
      where f.cohort_month is not null
    )
    select d.account_id, count(r.user_id)::double as x, count(*)::double as n
    from due d
    left join raw.followers r on r.account_id = d.account_id and r.snapshot_id = d.snapshot_id and r.user_id = d.user_id
    group by d.account_id`,
    (of, {x, n}) => (of.naive.headsKept = {x, n})
  );
}

const none = (): Tally => ({x: 0, n: 0});

const nothing = (): Observed => ({
  engaged: {followback: none(), organic: none(), unknown: none()},
  retained: {followback: none(), organic: none(), unknown: none()},
  outreach: {c: 0, u: 0, n: 0},
  basis: {followback: none(), first: none(), none_seen: none()},
  unseenBefore: 0,
  unknown: none(),
  startDays: none(),
  medianStartDays: null,
  everDecided: [],
  verdicts: {},
  naive: {ordered: none(), orderedRate: none(), midpointKept: none(), headsKept: null}
});

/** Followback less organic among those whose route is certain, as the claims compare them, at 95 %. */
export function differenceOf({followback, organic}: Record<Seen, Tally>): Interval {
  if (followback.n === 0 || organic.n === 0) return {low: -1, high: 1};
  return newcombe(followback.x, followback.n, organic.x, organic.n);
}

/** The worst case, widened: the unknowns who did it all to one route and the others to the other, and the reverse. */
export function worstOf({followback: f, organic: o, unknown: u}: Record<Seen, Tally>): Interval {
  const idle = u.n - u.x;
  const most = differenceOf({
    followback: {x: f.x + u.x, n: f.n + u.x},
    organic: {x: o.x, n: o.n + idle},
    unknown: u
  });
  const least = differenceOf({
    followback: {x: f.x, n: f.n + idle},
    organic: {x: o.x + u.x, n: o.n + u.x},
    unknown: u
  });
  return {low: least.low, high: most.high};
}

/** The followback rate's range, widened by its intervals. */
export function rateRangeOf({c, u, n}: Observed["outreach"]): Interval {
  return {low: wilson(c, c + n).low, high: wilson(c + u, c + u + n).high};
}
