import {isTooFew, smallestGroup} from "../../statistics/publication.ts";
import {rounded} from "../../statistics/rounded.ts";
import {bootstrapBand, watchedAt, watchedUntil} from "../../statistics/survival-band.ts";
import {turnbull, type IntervalRow, type Turnbull} from "../../statistics/turnbull.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

/** A row of `survival_counts`. */
export interface CountRow {
  account_id: bigint;
  route: string;
  left_days: number;
  right_days: number | null;
  people: bigint;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  age_days: "DOUBLE",
  people: "BIGINT",
  watched: "BIGINT",
  low: "DOUBLE",
  high: "DOUBLE",
  interval_low: "DOUBLE",
  interval_high: "DOUBLE",
  is_proved: "BOOLEAN"
} satisfies Columns;

/**
 * The share still following at each age, by Turnbull's NPMLE: leaving is only known to lie between two lists, and walks
 * of different schedules meet in one curve. One row an account, route and age; `low` and `high` bound the curves the data
 * allow (mass inside an interval may lie anywhere in it), `interval_*` add the 95 % percentile bootstrap (500 draws,
 * seed 1). Ages are exact: rounding them outward would put days between people who left and who stayed in one list, and
 * the few who were watched longer would fill these. Peto 1973; Turnbull 1976.
 */
export const survival: Estimated = {
  name: "survival",
  isMart: true,
  header: [
    "The share still following at each age, by Turnbull's NPMLE; one row an account, route and age.",
    "",
    "age_days: counted from first sight: whole days, the last age of the curve, and both ends of every stretch of more than a day about which the lists say nothing",
    "people: everybody of the route, 30 or more; watched: those of them known to be there at that age or later, 30 or more: the curve ends where fewer are left",
    "low, high: the curves the data allow: mass inside an interval may lie anywhere in it",
    "interval_low, interval_high: the same with the 95 % percentile bootstrap (500 draws, seed 1); before anybody can have left Wilson's for none of those watched",
    "is_proved: the estimate is the maximum, not only a stationary point",
    "",
    "check: interval_low <= low <= high <= interval_high"
  ].join("\n"),
  reads: ["survival_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from survival_counts order by account_id, route, left_days, right_days nulls last"
    );
    await createTable(db, "survival", columns, curvesOf(counts));
  }
};

const wholeAges = [0, 1, 2, 3, 5, 7, 10, 14, 21, ...Array.from({length: 104}, (_, week) => 28 + 7 * week)];
/** Days: what happens within shorter stretches no picture shows. */
const longStretch = 1;

/** The ages at which a curve is given, up to the last at which enough people are watched. */
function agesOf(rows: IntervalRow[], {masses}: Turnbull): number[] {
  const last = watchedUntil(rows, smallestGroup);
  const ends = masses.flatMap(({left, right}) => (right - left > longStretch ? [left, right] : []));
  return [...new Set([...wholeAges, ...ends, last])].filter((age) => age <= last).sort((a, b) => a - b);
}

function* curvesOf(counts: CountRow[]) {
  for (const group of groupNeighbours(counts, (row) => `${row.account_id} ${row.route}`)) {
    const people = group.reduce((sum, row) => sum + row.people, 0n);
    if (isTooFew(people)) continue;
    const rows = group.map((row) => ({
      left: row.left_days,
      right: row.right_days ?? Infinity,
      count: Number(row.people)
    }));
    const fit = turnbull(rows);
    const ages = agesOf(rows, fit);
    for (const {time, low, high, intervalLow, intervalHigh} of bootstrapBand(rows, ages)) {
      yield {
        account_id: group[0].account_id,
        route: group[0].route,
        age_days: time,
        people,
        watched: BigInt(watchedAt(rows, time)),
        low: rounded(low),
        high: rounded(high),
        interval_low: rounded(intervalLow),
        interval_high: rounded(intervalHigh),
        is_proved: fit.isProved
      };
    }
  }
}
