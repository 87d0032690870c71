import {chiSquareP} from "../../statistics/distributions.ts";
import {
  modelledMiddle,
  rateWindowOf,
  type PairRow,
  type Rates,
  type WatchedRow
} from "../../statistics/mixture.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface CountRow {
  account_id: bigint;
  kind: "pair" | "outreach" | "arrival";
  followed_after: bigint | null;
  followed_before: bigint | null;
  arrived_after: bigint | null;
  arrived_before: bigint | null;
  days: number;
  is_unknown: boolean;
  people: bigint;
}

const columns = {
  account_id: "BIGINT",
  unknown_people: "BIGINT",
  expected_followbacks: "DOUBLE",
  chance: "DOUBLE",
  low_95: "DOUBLE",
  high_95: "DOUBLE",
  left_out: "BIGINT"
} satisfies Columns;

/**
 * The two streams are told apart by windows with much outreach and few other arrivals, and the reverse. Above this p the weeks
 * differ no more than chance makes them differ, and any split of the unknown would fit.
 */
const contrastP = 0.001;
/** Fewer unknown people than this are not modelled: nothing could be learned from them. */
const fewest = 20;
/** With more pairs of windows than this an account is not modelled: the cost is that of the pairs, not of the people. */
const mostCells = 3000;

/**
 * How many people of unknown route are probably followbacks, from the account's own arrivals with and without outreach
 * (see `modelledMiddle` for the model and what it assumes). A figure inside the range, never shown alone.
 */
export const middle: Estimated = {
  name: "unknown_route_estimate",
  isMart: true,
  header: [
    "How many people of unknown route are probably followbacks: the modelled middle, which stands inside the range and never alone; one row an account with 20 unknown people or more, and no more than 3,000 pairs of windows in which both sides began.",
    "",
    "unknown_people: people whose route is unknown because the order is: both sides began within windows that overlap",
    "expected_followbacks: how many of them are expected to be followbacks; chance: their share; low_95, high_95: the least and the most of that share that fit the account's arrivals nearly as well. Null where outreach and other arrivals never vary against each other: then any split fits",
    "left_out: people of unknown route for another reason: our follow was there already, or no list shows it",
    "",
    "check: 0 <= low_95 <= chance <= high_95 <= 1"
  ].join("\n"),
  reads: ["answer_windows", "followers"],
  async make(db) {
    const rows = await db.rows<CountRow>(`
      from answer_windows
      order by account_id, kind, followed_after, followed_before, arrived_after, arrived_before, days, is_unknown`);
    const everybody = await db.rows<{account_id: bigint; people: bigint}>(
      "select account_id, count(*) as people from followers where route = 'unknown' group by account_id"
    );
    const unknown = new Map(everybody.map((row) => [row.account_id, row.people]));
    await createTable(db, "unknown_route_estimate", columns, middlesOf(rows, unknown));
  }
};

function* middlesOf(rows: CountRow[], everybody: Map<bigint, bigint>) {
  for (const group of groupNeighbours(rows, (row) => String(row.account_id))) {
    const unknown = group.reduce((sum, row) => sum + (row.is_unknown ? Number(row.people) : 0), 0);
    if (unknown < fewest) continue;
    const rates = ratesOf(group);
    const pairs = pairsOf(group, rates);
    if (pairs.length > mostCells) continue;
    const {account_id} = group[0];
    const left_out = (everybody.get(account_id) ?? 0n) - BigInt(unknown);
    const row = {account_id, unknown_people: BigInt(unknown), left_out};
    if (!(contrastOf(group) < contrastP)) {
      yield {...row, expected_followbacks: null, chance: null, low_95: null, high_95: null};
      continue;
    }
    const found = modelledMiddle(pairs, watchedOf(group), {rates});
    // Windows which touch in one hour are told apart by the hour, so that a pair of unknown route may come out certain.
    const expected = found.pairs.reduce((sum, pair, nth) => sum + pair.followback * pairs[nth]!.unknown, 0);
    const inside = Math.min(unknown, Math.max(0, expected));
    const chance = inside / unknown;
    const shareOf = (followbacks: number) => (found.unknown > 0 ? followbacks / found.unknown : chance);
    yield {
      ...row,
      expected_followbacks: rounded(inside),
      chance: rounded(chance),
      low_95: rounded(Math.min(shareOf(found.low), chance)),
      high_95: rounded(Math.max(shareOf(found.high), chance))
    };
  }
}

/** The p of a chi-square test that every week has outreach and other arrivals in one and the same ratio. */
function contrastOf(rows: CountRow[]): number {
  const weeks = new Map<number, {outreach: number; arrival: number}>();
  const all = {outreach: 0, arrival: 0};
  for (const row of rows) {
    if (row.kind === "pair") continue;
    const week = Math.floor((row.kind === "outreach" ? followedIn(row) : arrivedIn(row)).before / 7);
    const sums = weeks.get(week) ?? {outreach: 0, arrival: 0};
    sums[row.kind] += Number(row.people);
    all[row.kind] += Number(row.people);
    weeks.set(week, sums);
  }
  const people = all.outreach + all.arrival;
  let chiSquare = 0;
  for (const sums of weeks.values())
    for (const kind of ["outreach", "arrival"] as const) {
      const expected = ((sums.outreach + sums.arrival) * all[kind]) / people;
      if (expected > 0) chiSquare += (sums[kind] - expected) ** 2 / expected;
    }
  return chiSquareP(chiSquare, weeks.size - 1);
}

type Window = {after: number; before: number; people: number};
type Cell = PairRow & {unknown: number};

/** The certain openings of either stream. */
const outreachOf = (rows: CountRow[]) =>
  rows.flatMap((row) => (row.kind === "outreach" ? [followedIn(row)] : []));
const arrivalsOf = (rows: CountRow[]) =>
  rows.flatMap((row) => (row.kind === "arrival" ? [arrivedIn(row)] : []));

const ratesOf = (rows: CountRow[]): Rates => ({
  followed: rateWindowOf(outreachOf(rows)),
  arrived: rateWindowOf(arrivalsOf(rows))
});

/** Pairs by their two windows, with what else happened in those. `unknown` is how many have an unknown route. */
function pairsOf(rows: CountRow[], rates: Rates): Cell[] {
  const outreachIn = counterOf(outreachOf(rows));
  const arrivalsIn = counterOf(arrivalsOf(rows));
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    if (row.kind !== "pair") continue;
    const [followed, arrived] = [followedIn(row), arrivedIn(row)];
    const key = [followed.after, followed.before, arrived.after, arrived.before].join(" ");
    const cell = cells.get(key) ?? {
      followedAfter: followed.after,
      followedBefore: followed.before,
      arrivedAfter: arrived.after,
      arrivedBefore: arrived.before,
      days: row.days,
      outreach: outreachIn(...rates.followed(followed.after, followed.before)),
      arrivals: arrivalsIn(...rates.arrived(arrived.after, arrived.before)),
      count: 0,
      unknown: 0
    };
    cell.count += followed.people;
    if (row.is_unknown) cell.unknown += followed.people;
    cells.set(key, cell);
  }
  return [...cells.values()];
}

/** Everybody who was open to an answer, by how long they were watched for one. */
function watchedOf(rows: CountRow[]): WatchedRow[] {
  const counts = new Map<string, WatchedRow>();
  for (const {kind, days, people} of rows) {
    if (kind === "pair") continue;
    const row = counts.get(`${kind} ${days}`) ?? {kind, days, count: 0};
    row.count += Number(people);
    counts.set(`${kind} ${days}`, row);
  }
  return [...counts.values()];
}

const followedIn = (row: CountRow) => windowOf(row.followed_after, row.followed_before, row.people);
const arrivedIn = (row: CountRow) => windowOf(row.arrived_after, row.arrived_before, row.people);

/** In days, from minutes. */
const windowOf = (after: bigint | null, before: bigint | null, people: bigint): Window => ({
  after: Number(after) / 1440,
  before: Number(before) / 1440,
  people: Number(people)
});

/** How many of `windows` fall into one, those that overlap it in part by the part: inside a window they come evenly. */
function counterOf(windows: Window[]): (after: number, before: number) => number {
  const merged = new Map<string, Window>();
  for (const window of windows) {
    const key = `${window.after} ${window.before}`;
    const known = merged.get(key);
    merged.set(key, known ? {...known, people: known.people + window.people} : window);
  }
  const counted = new Map<string, number>();
  return (after, before) => {
    const key = `${after} ${before}`;
    const known = counted.get(key);
    if (known !== undefined) return known;
    let count = 0;
    for (const other of merged.values()) {
      const shared = Math.min(before, other.before) - Math.max(after, other.after);
      const width = other.before - other.after;
      if (width > 0) count += shared > 0 ? (other.people * shared) / width : 0;
      else if (other.before > after && other.before <= before) count += other.people;
    }
    counted.set(key, count);
    return count;
  };
}
