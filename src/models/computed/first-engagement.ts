import {cumulativeIncidence} from "../../statistics/cumulative-incidence.ts";
import {isTooFew} from "../../statistics/publication.ts";
import {rounded} from "../../statistics/rounded.ts";
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
 * (Aalen–Johansen): somebody gone can no longer engage, and is not waited for. The curve is made of exact ages and read
 * at whole days. One row an account, route and day within which somebody engaged; `engaged` with its 95 % interval,
 * `gone_before` the share who left without having engaged.
 */
export const firstEngagement: Estimated = {
  name: "first_engagement",
  isMart: true,
  header: [
    "The share who have engaged for the first time by each age, leaving before that being the competing event (Aalen–Johansen); one row an account, route and day of age within which someone engaged.",
    "",
    "age_days: whole days from first sight; the curve is made of exact ages and read as that day ends",
    "at_risk: people watched at that age who had not engaged before and of whom no list had shown that they left, 30 or more",
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
    if (isTooFew(group.reduce((sum, row) => sum + row.people, 0n))) continue;
    const steps = cumulativeIncidence(
      group.map((row) => ({time: row.age_days, cause: row.happened, count: Number(row.people)}))
    );
    let nth = 0;
    for (let day = 0; nth < steps.length; day = Math.ceil(steps[nth]?.time ?? 0)) {
      const from = nth;
      while (nth < steps.length && steps[nth]!.time <= day) nth++;
      const [within, last, next] = [steps.slice(from, nth), steps[nth - 1], steps[nth]];
      if (last === undefined || !within.some(({happened}) => happened.engaged)) continue;
      // Whoever was last watched as the day ends is still watched at it.
      const atRisk = last.time === day ? last.atRisk : (next?.atRisk ?? 0);
      if (isTooFew(atRisk)) break;
      const {engaged, left} = last.incidence;
      yield {
        account_id: group[0].account_id,
        route: group[0].route,
        age_days: BigInt(day),
        at_risk: BigInt(atRisk),
        engaged: rounded(engaged!.value),
        engaged_low: rounded(engaged!.low),
        engaged_high: rounded(engaged!.high),
        gone_before: rounded(left?.value ?? 0)
      };
    }
  }
}
