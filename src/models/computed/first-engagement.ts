import {incidenceCurve} from "../../statistics/cumulative-incidence.ts";
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
    const curve = incidenceCurve(
      group.map((row) => ({time: row.age_days, cause: row.happened, count: Number(row.people)}))
    );
    const {times} = curve;
    const firsts = curve.happened.engaged;
    if (firsts === undefined) continue;
    let nth = 0;
    for (let day = 0; nth < times.length; day = Math.ceil(times[nth] ?? 0)) {
      let hasEngaged = false;
      for (; nth < times.length && times[nth]! <= day; nth++) hasEngaged ||= firsts[nth]! > 0;
      if (!hasEngaged) continue;
      // Whoever was last watched as the day ends is still watched at it.
      const atRisk = times[nth - 1] === day ? curve.atRisk[nth - 1]! : (curve.atRisk[nth] ?? 0);
      if (isTooFew(atRisk)) break;
      const {engaged, left} = curve.step(nth - 1).incidence;
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
