import {lifeTable} from "../../statistics/life-table.ts";
import {isTooFew} from "../../statistics/publication.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface CountRow {
  account_id: bigint;
  route: string;
  age_days: number;
  cause: string | null;
  people: bigint;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  age_days: "INTEGER",
  cause: "VARCHAR",
  at_risk: "BIGINT",
  lost: "BIGINT",
  share: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE"
} satisfies Columns;

/** Why followers leave, as competing risks: somebody suspended can no longer unfollow. */
export const leavingCauses: Estimated = {
  name: "leaving_causes",
  isMart: true,
  header: [
    "The share gone by each age for each cause, as competing risks (multi-decrement life table, Aalen–Johansen at grid ages); one row an account, route, age and cause.",
    "",
    "cause: unfollowed, suspended, gone, blocked, unresolved, each its own",
    "at_risk: people still there at the grid age before; lost: those of them found gone for the cause at this one",
    "share, low, high: gone for the cause by then, with a 95 % interval",
    "",
    "check: the shares of the causes at an age sum to at most 1"
  ].join("\n"),
  reads: ["leaving_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from leaving_counts order by account_id, route, age_days, cause nulls last"
    );
    await createTable(db, "leaving_causes", columns, tablesOf(counts));
  }
};

function* tablesOf(counts: CountRow[]) {
  for (const group of groupNeighbours(counts, (row) => `${row.account_id} ${row.route}`)) {
    if (isTooFew(group.reduce((sum, row) => sum + row.people, 0n))) continue;
    const rows = group.map((row) => ({age: row.age_days, cause: row.cause, count: Number(row.people)}));
    const grid = [...new Set(rows.map(({age}) => age))];
    for (const {age, atRisk, lost, incidence} of lifeTable(rows, grid)) {
      if (isTooFew(atRisk)) continue;
      for (const cause of Object.keys(incidence).sort()) {
        const {value, low, high} = incidence[cause]!;
        yield {
          account_id: group[0].account_id,
          route: group[0].route,
          age_days: BigInt(age),
          cause,
          at_risk: BigInt(atRisk),
          lost: BigInt(lost[cause] ?? 0),
          share: rounded(value),
          low: rounded(low),
          high: rounded(high)
        };
      }
    }
  }
}
