import {cumulativeIncidence} from "../estimators/cumulative-incidence.ts";
import {smallestGroup} from "../estimators/publication.ts";
import {rounded} from "../estimators/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface CountRow {
  account_id: bigint;
  route: string;
  age_days: number;
  happened: string | null;
  people: bigint;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  age_days: "INTEGER",
  at_risk: "BIGINT",
  engaged: "DOUBLE",
  engaged_low: "DOUBLE",
  engaged_high: "DOUBLE",
  gone_before: "DOUBLE"
} satisfies Columns;

/**
 * The share who have engaged for the first time by each age, with leaving before that as the competing event
 * (Aalen–Johansen): somebody gone can no longer engage, and is not waited for. One row an account, route and age at
 * which somebody engaged; `engaged` with its 95 % interval, `gone_before` the share who left without having engaged.
 */
export const firstEngagement: Estimated = {
  name: "first_engagement",
  isMart: true,
  header: [
    "The share who have engaged for the first time by each age, leaving before that being the competing event (Aalen–Johansen); one row an account, route and age at which somebody engaged.",
    "",
    "age_days: counted from first sight; at_risk: people still there who had not engaged, 30 or more",
    "engaged, engaged_low, engaged_high: the share with a 95 % interval",
    "gone_before: the share who left without having engaged",
    "",
    "check: engaged + gone_before <= 1"
  ].join("\n"),
  reads: ["first_engagement_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from first_engagement_counts order by account_id, route, age_days, happened nulls last"
    );
    await createTable(db, "first_engagement", columns, curvesOf(counts));
  }
};

function* curvesOf(counts: CountRow[]) {
  for (const group of groupNeighbours(counts, (row) => `${row.account_id} ${row.route}`)) {
    if (group.reduce((sum, row) => sum + row.people, 0n) < smallestGroup) continue;
    const steps = cumulativeIncidence(
      group.map((row) => ({time: row.age_days, cause: row.happened, count: Number(row.people)}))
    );
    for (const {time, atRisk, happened, incidence} of steps) {
      if (atRisk < smallestGroup || !happened.engaged || !incidence.engaged) continue;
      yield {
        account_id: group[0].account_id,
        route: group[0].route,
        age_days: BigInt(time),
        at_risk: BigInt(atRisk),
        engaged: rounded(incidence.engaged.value),
        engaged_low: rounded(incidence.engaged.low),
        engaged_high: rounded(incidence.engaged.high),
        gone_before: rounded(incidence.left?.value ?? 0)
      };
    }
  }
}
