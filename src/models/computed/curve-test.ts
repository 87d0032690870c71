import {intervalLogRank} from "../../statistics/log-rank.ts";
import {isTooFew} from "../../statistics/publication.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";
import type {CountRow} from "./survival.ts";

const columns = {
  account_id: "BIGINT",
  followback_people: "BIGINT",
  organic_people: "BIGINT",
  z: "DOUBLE",
  chi_square: "DOUBLE",
  p: "DOUBLE"
} satisfies Columns;

/** Whether followers by followback and organic ones leave at different speeds, over all ages at once. */
export const curveTest: Estimated = {
  name: "curve_test",
  isMart: true,
  header: [
    "The log-rank test between the survival curves of followback and organic followers, for leaving that is known between two lists (Sun's scores, permutation variance); one row an account.",
    "",
    "followback_people, organic_people: how many are compared, 30 or more each",
    "z: above 0 where followback followers leave sooner; chi_square, p: of the test with one degree of freedom",
    "",
    "check: 0 <= p <= 1"
  ].join("\n"),
  reads: ["survival_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(`
      from survival_counts where route in ('followback', 'organic')
      order by account_id, route, left_days, right_days nulls last`);
    await createTable(db, "curve_test", columns, testsOf(counts));
  }
};

function* testsOf(counts: CountRow[]) {
  for (const group of groupNeighbours(counts, (row) => String(row.account_id))) {
    const people = (route: string) =>
      group.reduce((sum, row) => sum + (row.route === route ? row.people : 0n), 0n);
    const [followback, organic] = [people("followback"), people("organic")];
    if (isTooFew(followback) || isTooFew(organic)) continue;
    const {z, chiSquare, p} = intervalLogRank(
      group.map((row) => ({
        left: row.left_days,
        right: row.right_days ?? Infinity,
        count: Number(row.people),
        group: row.route
      }))
    );
    yield {
      account_id: group[0].account_id,
      followback_people: followback,
      organic_people: organic,
      z: rounded(z),
      chi_square: rounded(chiSquare),
      p: rounded(p)
    };
  }
}
