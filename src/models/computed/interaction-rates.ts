import {rate} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {rateSums, weeksOf, type SecondSums} from "./rate-sums.ts";

interface CountRow extends SecondSums {
  account_id: bigint;
  route: string;
  family: string;
  is_prompted: boolean | null;
  is_at_least: boolean;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  family: "VARCHAR",
  is_prompted: "BOOLEAN",
  people: "BIGINT",
  weeks: "DOUBLE",
  interactions: "BIGINT",
  rate: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  is_at_least: "BOOLEAN"
} satisfies Columns;

/** How often followers act toward the account, per 100 covered follower-weeks, with and without attention given. */
export const interactionRates: Estimated = {
  name: "interaction_rates",
  isMart: true,
  header: [
    "Interactions per 100 covered follower-weeks; one row an account, route, family of interactions and attention given.",
    "",
    "family: mention (replies and quotes with it), repost, like",
    "is_prompted: interactions within 7 days after the account's own reply to or mention of that person; false: the others; null: all. Only null where the account's own posts were not polled, or mention no one. The weeks are the same on each row",
    "people: with covered time; weeks: theirs, from the first sight to the last of each spell, and no later than the last complete list where events told that they left after it",
    "interactions: interactions, covered and certainly inside a spell",
    "rate, low, high: interactions / weeks × 100 with a 95 % interval over persons",
    "is_at_least: X cut the likers (or reposters) of some post at 100, so that there were at least so many",
    "",
    "check: low <= rate <= high"
  ].join("\n"),
  reads: ["interaction_rate_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from interaction_rate_counts order by account_id, route, family, is_prompted nulls first"
    );
    await createTable(db, "interaction_rates", columns, counts.map(figuresOf));
  }
};

function figuresOf(row: CountRow) {
  const figures = rate(rateSums(row));
  const {account_id, route, family, is_prompted, people, interactions, is_at_least} = row;
  return {
    account_id,
    route,
    family,
    is_prompted,
    people,
    weeks: rounded(weeksOf(row.seconds)),
    interactions,
    rate: rounded(figures?.rate ?? null),
    low: rounded(figures?.low ?? null),
    high: rounded(figures?.high ?? null),
    is_at_least
  };
}
