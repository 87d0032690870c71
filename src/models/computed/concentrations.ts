import {concentration} from "../../statistics/concentration.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface CountRow {
  account_id: bigint;
  route: string;
  interactions: bigint;
  followers: bigint;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  people: "BIGINT",
  interactions: "BIGINT",
  top_1: "DOUBLE",
  top_5: "DOUBLE",
  top_10: "DOUBLE",
  median: "DOUBLE"
} satisfies Columns;

/** How much of the engagement the most active followers of each route give. */
export const concentrations: Estimated = {
  name: "concentration",
  isMart: true,
  header: [
    "How much of the engagement the most active followers give; one row an account and route.",
    "",
    "people: of a cohort, with covered time; interactions: their covered replies, quotes and mentions, certainly inside a spell",
    "top_1, top_5, top_10: the share of those interactions by the most active 1, 5, 10 % of people, rounded up to whole people; null where there were none",
    "median: interactions of the median follower, the silent included",
    "",
    "check: top_1 <= top_5 <= top_10"
  ].join("\n"),
  reads: ["concentration_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from concentration_counts order by account_id, route, interactions"
    );
    await createTable(db, "concentration", columns, figuresOf(counts));
  }
};

function* figuresOf(counts: CountRow[]) {
  for (const group of groupNeighbours(counts, (row) => `${row.account_id} ${row.route}`)) {
    const found = concentration(
      group.map((row) => ({interactions: Number(row.interactions), followers: Number(row.followers)}))
    );
    if (found === null) continue;
    const [one, five, ten] = found.top.map((top) => rounded(top.ofInteractions));
    yield {
      account_id: group[0].account_id,
      route: group[0].route,
      people: BigInt(found.followers),
      interactions: BigInt(found.interactions),
      top_1: one,
      top_5: five,
      top_10: ten,
      median: found.median
    };
  }
}
