import {eValue, eValueOfInterval} from "../../statistics/e-value.ts";
import {mantelHaenszel, type MantelHaenszel} from "../../statistics/mantel-haenszel.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface StratumRow {
  account_id: bigint;
  outcome: string;
  period: "month" | "quarter";
  x1: bigint;
  n1: bigint;
  x0: bigint;
  n0: bigint;
}

const columns = {
  account_id: "BIGINT",
  outcome: "VARCHAR",
  period: "VARCHAR",
  strata: "INTEGER",
  followback_people: "BIGINT",
  organic_people: "BIGINT",
  informative_followback: "DOUBLE",
  informative_organic: "DOUBLE",
  crude_difference: "DOUBLE",
  difference: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  ratio: "DOUBLE",
  ratio_low: "DOUBLE",
  ratio_high: "DOUBLE",
  e_value: "DOUBLE",
  e_value_limit: "DOUBLE"
} satisfies Columns;

/** Below this share of either route in strata that hold both, months are merged to quarters. */
const informativeEnough = 0.8;

/**
 * Followback less organic, adjusted for what was known at first sight (Mantel–Haenszel over period, account age and
 * followers/following ratio), beside the crude difference. One row an account and outcome (engaged_30, retained_90).
 * `informative_*` is the share of each route in strata that hold both routes; `e_value` is how strongly something not
 * adjusted for would have to go with both route and outcome to explain the ratio away (VanderWeele and Ding 2017).
 */
export const adjusted: Estimated = {
  name: "adjusted",
  isMart: true,
  header: [
    "Followback less organic, adjusted for what was known at first sight (Mantel–Haenszel over period, account age and followers/following ratio), beside the crude difference; one row an account and outcome.",
    "",
    "outcome: engaged_30 or retained_90; period: month, or quarter where months hold too few of both routes",
    "strata: how many; informative_followback, informative_organic: the share of each route in strata that hold both",
    "followback_people, organic_people: people in strata that hold both, on whom the adjusted figures rest",
    "crude_difference: of shares; difference, low, high: adjusted, with a 95 % interval",
    "ratio, ratio_low, ratio_high: of risks, adjusted",
    "e_value, e_value_limit: how strongly something not adjusted for would have to go with both route and outcome to explain the ratio, and its interval, away"
  ].join("\n"),
  reads: ["strata_counts"],
  async make(db) {
    const strata = await db.rows<StratumRow>(`
      select account_id, outcome, period, starts, age_band, ratio_band,
        coalesce(max(x) filter (where route = 'followback'), 0) as x1, coalesce(max(n) filter (where route = 'followback'), 0) as n1,
        coalesce(max(x) filter (where route = 'organic'), 0) as x0, coalesce(max(n) filter (where route = 'organic'), 0) as n0
      from strata_counts
      group by account_id, outcome, period, starts, age_band, ratio_band
      order by account_id, outcome, period, starts, age_band, ratio_band`);
    await createTable(db, "adjusted", columns, figuresOf(strata));
  }
};

function* figuresOf(strata: StratumRow[]) {
  for (const group of groupNeighbours(strata, (row) => `${row.account_id} ${row.outcome}`)) {
    const by = (period: StratumRow["period"]) => {
      const rows = group.filter((row) => row.period === period);
      const counts = rows.map((row) => ({
        x1: Number(row.x1),
        n1: Number(row.n1),
        x0: Number(row.x0),
        n0: Number(row.n0)
      }));
      const both = counts.filter(({n1, n0}) => n1 > 0 && n0 > 0);
      const [first, second] = [both.map(({n1}) => n1), both.map(({n0}) => n0)].map((people) =>
        people.reduce((sum, some) => sum + some, 0)
      ) as [number, number];
      return {period, strata: rows.length, first, second, figures: mantelHaenszel(counts)};
    };
    const monthly = by("month");
    const {
      period,
      strata: count,
      first,
      second,
      figures
    } = isInformative(monthly.figures) ? monthly : by("quarter");
    const ratio = figures.riskRatio;
    yield {
      account_id: group[0].account_id,
      outcome: group[0].outcome,
      period,
      strata: BigInt(count),
      followback_people: BigInt(first),
      organic_people: BigInt(second),
      informative_followback: rounded(figures.informative.first),
      informative_organic: rounded(figures.informative.second),
      crude_difference: rounded(figures.crudeDifference),
      difference: rounded(figures.difference?.estimate ?? null),
      low: rounded(figures.difference?.low ?? null),
      high: rounded(figures.difference?.high ?? null),
      ratio: rounded(ratio?.estimate ?? null),
      ratio_low: rounded(ratio?.low ?? null),
      ratio_high: rounded(ratio?.high ?? null),
      e_value: rounded(ratio === null ? null : eValue(ratio.estimate)),
      e_value_limit: rounded(ratio === null ? null : eValueOfInterval(ratio))
    };
  }
}

const isInformative = ({informative}: MantelHaenszel) =>
  Math.min(informative.first, informative.second) >= informativeEnough;
