import {rounded} from "../../statistics/rounded.ts";
import {trend} from "../../statistics/trend.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface CohortRow {
  account_id: bigint;
  measure: string;
  route: string;
  month: number;
  x: bigint;
  n: bigint;
}

const columns = {
  account_id: "BIGINT",
  measure: "VARCHAR",
  route: "VARCHAR",
  cohorts: "INTEGER",
  people: "BIGINT",
  chi_square: "DOUBLE",
  p: "DOUBLE",
  slope: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE"
} satisfies Columns;

/** Whether newer cohorts do better or worse than older ones. */
export const cohortSlope: Estimated = {
  name: "cohort_slope",
  isMart: true,
  header: [
    "Whether newer monthly cohorts do better or worse than older ones, over complete cohorts; one row an account, measure and route.",
    "",
    "measure: engaged_30 or retained_90; cohorts, people: how many are compared, two cohorts or more",
    "chi_square, p: Cochran and Armitage's test",
    "slope, low, high: change of the share a month, with a 95 % interval that lets each cohort swing for reasons of its own",
    "",
    "check: low <= slope <= high"
  ].join("\n"),
  reads: ["cohort_engagement", "cohort_retention"],
  async make(db) {
    const rows = await db.rows<CohortRow>(`
      select account_id, 'engaged_30' as measure, route, cast(year(cohort) * 12 + month(cohort) as integer) as month, engaged as x, size as n
      from cohort_engagement where period = 'month' and age_days = engaged_days() and is_complete
      union all
      select account_id, 'retained_90', route, cast(year(cohort) * 12 + month(cohort) as integer), retained, size
      from cohort_retention where period = 'month' and age_days = retained_days() and is_complete
      order by account_id, measure, route, month`);
    await createTable(db, "cohort_slope", columns, slopesOf(rows));
  }
};

function* slopesOf(rows: CohortRow[]) {
  for (const group of groupNeighbours(rows, (row) => `${row.account_id} ${row.measure} ${row.route}`)) {
    if (group.length < 2) continue;
    const {chiSquare, p, slope, low, high} = trend(
      group.map((row) => ({score: row.month, x: Number(row.x), n: Number(row.n)}))
    );
    yield {
      account_id: group[0].account_id,
      measure: group[0].measure,
      route: group[0].route,
      cohorts: BigInt(group.length),
      people: group.reduce((sum, row) => sum + row.n, 0n),
      chi_square: rounded(chiSquare),
      p: rounded(p),
      slope: rounded(slope),
      low: rounded(low),
      high: rounded(high)
    };
  }
}
