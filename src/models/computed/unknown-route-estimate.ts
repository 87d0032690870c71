import {bisectLeft} from "d3";
import {modelledMiddle, type Stretch} from "../../statistics/mixture.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

/** A row of `answer_windows`. */
export interface AnswerRow {
  account_id: bigint;
  kind: "pair" | "outreach" | "arrival";
  followed_after: bigint | null;
  followed_before: bigint | null;
  arrived_after: bigint | null;
  arrived_before: bigint | null;
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

/** Fewer unknown people than this are not modelled: nothing could be learned from them. */
const fewest = 20;

/**
 * How many people of unknown route are probably followbacks, from the account's own arrivals with and without outreach
 * (see `modelledMiddle` for the model and what it assumes). A figure inside the range, never shown alone.
 */
export const middle: Estimated = {
  name: "unknown_route_estimate",
  isMart: true,
  header: [
    "How many people of unknown route are probably followbacks: the modelled middle, which stands inside the range and never alone; one row an account with 20 unknown people or more.",
    "",
    "unknown_people: people whose route is unknown because the order is: both sides began within windows that overlap",
    "expected_followbacks: how many of them are expected to be followbacks; chance: their share; low_95, high_95: the least and the most of that share that fit the account's arrivals. Null where outreach and other arrivals never vary against each other: then any split fits; and where the account follows people back at another rate in weeks without outreach (p below 0.05), or was never seen to do so there: then those weeks say nothing of the others",
    "left_out: people of unknown route for another reason: our follow was there already, or no list shows it",
    "",
    "check: 0 <= low_95 <= chance <= high_95 <= 1"
  ].join("\n"),
  reads: ["answer_windows", "followers"],
  async make(db) {
    const rows = await db.rows<AnswerRow>(`
      from answer_windows
      order by account_id, kind, followed_after, followed_before, arrived_after, arrived_before, is_unknown`);
    const everybody = await db.rows<{account_id: bigint; people: bigint}>(
      "select account_id, count(*) as people from followers where route = 'unknown' group by account_id"
    );
    const unknown = new Map(everybody.map((row) => [row.account_id, row.people]));
    await createTable(db, "unknown_route_estimate", columns, middlesOf(rows, unknown));
  }
};

/** Rows of `answer_windows`, those of an account together, and by account how many people have an unknown route. */
export function* middlesOf(rows: readonly AnswerRow[], everybody: ReadonlyMap<bigint, bigint>) {
  for (const group of groupNeighbours(rows, (row) => String(row.account_id))) {
    const unknown = group.reduce((sum, row) => sum + (row.is_unknown ? Number(row.people) : 0), 0);
    if (unknown < fewest) continue;
    const {account_id} = group[0];
    const found = modelledMiddle(stretchesOf(group));
    const shareOf = (followbacks: number) => rounded(Math.min(1, followbacks / unknown));
    yield {
      account_id,
      unknown_people: BigInt(unknown),
      expected_followbacks: found && rounded(found.expected),
      chance: found && shareOf(found.expected),
      low_95: found && shareOf(found.low),
      high_95: found && shareOf(found.high),
      left_out: (everybody.get(account_id) ?? 0n) - BigInt(unknown)
    };
  }
}

type Counts = Omit<Stretch, "gap" | "days">;

/**
 * An account's time, cut about once a week where no window lies across the cut, and what happened in each stretch. Where the
 * two sides were read at other times, the one with the wider windows says where.
 */
function stretchesOf(rows: readonly AnswerRow[]): Stretch[] {
  const [followed, arrived] = [rows.flatMap(followedIn), rows.flatMap(arrivedIn)];
  const wider =
    meanDays(followed) >= meanDays(arrived) ? {of: followedIn, all: followed} : {of: arrivedIn, all: arrived};
  const cuts = cutsOf(wider.all);
  const stretches = new Map<number, {counts: Counts; windows: Window[]}>();
  const add = (kind: keyof Counts, row: AnswerRow, {after, before}: Window) => {
    const nth = bisectLeft(cuts, (after + before) / 2);
    const stretch = stretches.get(nth) ?? {
      counts: {outreach: 0, arrivals: 0, unknown: 0, ourAnswers: 0},
      windows: []
    };
    stretch.counts[kind] += Number(row.people);
    stretch.windows.push(...wider.of(row));
    stretches.set(nth, stretch);
  };
  for (const row of rows) {
    const [ours, theirs] = [followedIn(row)[0], arrivedIn(row)[0]];
    if (ours && theirs) {
      const both = {after: Math.max(ours.after, theirs.after), before: Math.min(ours.before, theirs.before)};
      if (row.is_unknown) add("unknown", row, {...ours, ...both});
      else if (theirs.before <= ours.after) add("ourAnswers", row, ours);
    } else if (ours) add("outreach", row, ours);
    else if (theirs) add("arrivals", row, theirs);
  }
  const everything = [...followed, ...arrived];
  const begin = everything.reduce((first, {after}) => Math.min(first, after), Infinity);
  const end = everything.reduce((last, {before}) => Math.max(last, before), -Infinity);
  return [...stretches].map(([nth, {counts, windows}]) => ({
    ...counts,
    gap: meanDays(windows.length > 0 ? windows : wider.all),
    days: (cuts[nth] ?? end) - (cuts[nth - 1] ?? begin)
  }));
}

/** Ends of windows, each as near as can be to a week after the last; no window lies across one. */
function cutsOf(windows: readonly Window[]): number[] {
  const byBegin = windows.toSorted((one, other) => one.after - other.after);
  let [nth, reached] = [0, -Infinity];
  const ends = [...new Set(windows.flatMap(({after, before}) => [after, before]))]
    .sort((one, other) => one - other)
    .filter((end) => {
      for (; nth < byBegin.length && byBegin[nth]!.after < end; nth++)
        reached = Math.max(reached, byBegin[nth]!.before);
      return reached <= end;
    });
  const cuts = ends.slice(0, 1);
  for (const [i, end] of ends.entries()) {
    const due = cuts.at(-1)! + week;
    const next = ends[i + 1] ?? Infinity;
    if (end > cuts.at(-1)! && next - due > Math.abs(end - due)) cuts.push(end);
  }
  return cuts;
}

/** In days. */
interface Window {
  after: number;
  before: number;
  people: number;
}
const week = 7;

const followedIn = (row: AnswerRow) => windowOf(row.followed_after, row.followed_before, row.people);
const arrivedIn = (row: AnswerRow) => windowOf(row.arrived_after, row.arrived_before, row.people);

/** None or one, from minutes. */
const windowOf = (after: bigint | null, before: bigint | null, people: bigint): Window[] =>
  after === null || before === null
    ? []
    : [{after: Number(after) / 1440, before: Number(before) / 1440, people: Number(people)}];

/** How wide windows are, by their people. */
function meanDays(windows: readonly Window[]): number {
  const people = windows.reduce((sum, one) => sum + one.people, 0);
  return windows.reduce((sum, {after, before, people}) => sum + people * (before - after), 0) / people;
}
