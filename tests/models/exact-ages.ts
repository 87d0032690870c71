import {openDatabase} from "../../src/duckdb.ts";
import {binomial, randomNumbers} from "../../src/statistics/multinomial.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";

/** `count` people known to have left in (left, right] microseconds after first sight; right is Infinity while there. */
interface Row {
  left: number;
  right: number;
  count: number;
}

/** A watched account: when its lists were read, in microseconds since 2024, and who came in which and left by which. */
export interface History {
  lists: {from: number; to: number}[];
  groups: {cameIn: number; goneBy: number | null; count: number}[];
}

const day = 86_400_000_000;

/** Two to six lists at any microsecond, up to 5,000 people new in each; sometimes a few dozen. Some walks take hours. */
export function randomLists(seed: number): History {
  const random = randomNumbers(seed);
  const count = 2 + Math.floor(5 * random());
  const lists: History["lists"] = [];
  for (let nth = 0, at = 0; nth < count; nth++) {
    at += Math.floor((0.5 + random() ** 2 * 120) * day);
    // One series in three is read at whole days, so that ages of different groups are equal.
    const from = seed % 3 === 0 ? Math.round(at / day) * day + nth * day : at;
    lists.push({from, to: from + (seed % 2 === 0 ? 0 : Math.floor((random() * day) / 8))});
  }
  const groups: History["groups"] = [];
  for (let cameIn = 0; cameIn < count - 1; cameIn++) {
    let left = random() < 0.4 ? 1 + Math.floor(60 * random()) : 1 + Math.floor(5000 * random());
    for (let goneBy = cameIn + 1; goneBy < count; goneBy++) {
      const gone = binomial(left, random() * 0.2, random);
      left -= gone;
      groups.push({cameIn, goneBy, count: gone});
    }
    groups.push({cameIn, goneBy: null, count: left});
  }
  return {lists, groups: groups.filter((group) => group.count > 0)};
}

/** The ages by hand: from the moment of the list that first showed them to those of the last and of the next. */
export const exactRows = ({lists, groups}: History): Row[] =>
  groups.map(({cameIn, goneBy, count}) => ({
    left: lists[goneBy === null ? lists.length - 1 : goneBy - 1]!.to - lists[cameIn]!.to,
    right: goneBy === null ? Infinity : lists[goneBy]!.to - lists[cameIn]!.to,
    count
  }));

/**
 * Turnbull's EM as he wrote it down, on exact ages, and nothing of the program's: every stretch between a left end and
 * a right end with no end between, then p ← mean of the shares of each, until no slope exceeds 1 by more than 1e-9 and
 * none with mass is further from 1, or the turns are used up.
 */
export function plainEm(rows: Row[], turns = 2_000_000) {
  const lefts = new Set(rows.map(({left}) => left));
  const rights = new Set(rows.map(({right}) => right));
  const ends = [...new Set([...lefts, ...rights])].sort((a, b) => a - b);
  // Between two neighbouring ends; the mass after a left end and up to a right end.
  const places = ends.flatMap((end, nth) =>
    lefts.has(end) && nth + 1 < ends.length && rights.has(ends[nth + 1]!)
      ? [{left: end, right: ends[nth + 1]!, mass: 0}]
      : []
  );
  const holds = rows.map((row) => places.map(({left, right}) => row.left <= left && right <= row.right));
  const people = rows.reduce((sum, {count}) => sum + count, 0);
  let mass = places.map(() => 1 / places.length);
  let worst = Infinity;
  for (let turn = 0; turn < turns && worst > 1e-9; turn++) {
    const slope = places.map(() => 0);
    rows.forEach(({count}, i) => {
      let inside = 0;
      for (let j = 0; j < mass.length; j++) if (holds[i]![j]) inside += mass[j]!;
      for (let j = 0; j < mass.length; j++) if (holds[i]![j]) slope[j]! += count / inside / people;
    });
    worst = Math.max(...slope.map((g, j) => (mass[j]! > 1e-9 ? Math.abs(g - 1) : g - 1)));
    mass = mass.map((p, j) => p * slope[j]!);
  }
  return {worst, masses: places.map((place, j) => ({...place, mass: mass[j]!}))};
}

/** The least and the most that may still be there at an age. */
export function boundsAt(masses: {left: number; right: number; mass: number}[], age: number) {
  let [low, high] = [1, 1];
  for (const {left, right, mass} of masses) {
    if (right <= age) high -= mass;
    if (left < age || right <= age) low -= mass;
  }
  return {low, high};
}

export interface Step {
  account_id: bigint;
  age_days: number;
  low: number;
  high: number;
  interval_low: number;
  interval_high: number;
  is_proved: boolean;
}

/** What the models make of these histories, history i as account i: from spells on, so that every list counts. */
export async function survivalOf(histories: History[]): Promise<Step[]> {
  const db = await openDatabase();
  try {
    await db.run(preludeSql());
    const lists = histories.flatMap(({lists}, account) =>
      lists.map(({from, to}, nth) => `(${account}, 's${nth}', ${nth}, ${from}, ${to})`)
    );
    const groups = histories.flatMap(({groups}, account) =>
      groups.map(({cameIn, goneBy, count}) => `(${account}, ${cameIn}, ${goneBy}, ${count})`)
    );
    const at = (micros: string) => `timestamp '2024-01-01' + to_microseconds((${micros})::bigint)`;
    // The row of a person arrives anywhere within its walk.
    const page = (list: string) =>
      at(`${list}.began + (${list}.ended - ${list}.began) * (hash(g.nth, ${list}.nth) % 1000) / 1000.0`);
    await db.run(`
      create table told as select * from (values ${lists.join(", ")}) t(account_id, snapshot_id, nth, began, ended);
      create table lists as select account_id::bigint as account_id, snapshot_id, 'inbound' as direction, 'followers' as list,
        'complete' as verdict, null::varchar as prev_complete_id,
        ${at("began")} as started_at, ${at("ended")} as finished_at from told;
      create table people as
      select account_id, came, gone, row_number() over () as nth
      from (select account_id, came, gone, unnest(range(n)) from (values ${groups.join(", ")}) t(account_id, came, gone, n));
      create table spells as
      select g.account_id::bigint as account_id, g.nth as user_id, 'inbound' as direction, 1 as spell, ${page("f")} as start_before,
        greatest(${page("f")}, ${page("l")}) as end_after, ${at("n.ended")} as end_before, f.snapshot_id as start_before_id,
        l.snapshot_id as end_after_id, n.snapshot_id as end_before_id, null::varchar as end_reason
      from people g
      join told f on f.account_id = g.account_id and f.nth = g.came
      join told l on l.account_id = g.account_id
        and l.nth = coalesce(g.gone - 1, (select max(m.nth) from told m where m.account_id = g.account_id))
      left join told n on n.account_id = g.account_id and n.nth = g.gone;
      create table followers as
      select account_id, user_id, 'organic' as route, start_before as first_seen_at, end_after, end_before, date '2024-01-01' as cohort_month from spells`);
    const models = readModels();
    for (const name of ["counted_stays", "survival_counts", "survival"])
      await models.find((model) => model.name === name)!.make(db);
    return await db.rows<Step>("from survival order by account_id, age_days");
  } finally {
    db.close();
  }
}

/** How far the models are from the EM over these seeds: the greatest difference, over how many ages, and of how many data sets. */
export async function compareWithEm(seeds: number[]) {
  const histories = seeds.map(randomLists);
  const steps = await survivalOf(histories);
  const found = {sets: 0, ages: 0, unproved: 0, furthest: 0, furthestSeed: 0, leastCertain: 0};
  for (const [nth, history] of histories.entries()) {
    const own = steps.filter(({account_id}) => Number(account_id) === nth);
    if (own.length === 0) continue;
    const {worst, masses} = plainEm(exactRows(history));
    found.sets++;
    found.ages += own.length;
    found.leastCertain = Math.max(found.leastCertain, worst);
    for (const {age_days, low, high, is_proved} of own) {
      if (!is_proved) found.unproved++;
      const exact = boundsAt(masses, Math.round(age_days * day));
      const off = Math.max(Math.abs(exact.low - low), Math.abs(exact.high - high));
      if (off > found.furthest) Object.assign(found, {furthest: off, furthestSeed: seeds[nth]});
    }
  }
  return found;
}
