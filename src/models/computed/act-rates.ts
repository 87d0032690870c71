import {rate} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";

interface CountRow {
  account_id: bigint;
  route: string;
  family: string;
  is_attended: boolean | null;
  people: bigint;
  seconds: bigint;
  seconds_squared: bigint;
  acts: bigint;
  acts_squared: bigint;
  acts_seconds: bigint;
  is_at_least: boolean;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  family: "VARCHAR",
  is_attended: "BOOLEAN",
  people: "BIGINT",
  weeks: "DOUBLE",
  acts: "BIGINT",
  rate: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  is_at_least: "BOOLEAN"
} satisfies Columns;

const week = 7 * 86_400;

/** How often followers act toward the account, per 100 covered follower-weeks, with and without attention given. */
export const actRates: Estimated = {
  name: "act_rates",
  isMart: true,
  header: [
    "Interactions per 100 covered follower-weeks; one row an account, route, family of interactions and attention given.",
    "",
    "family: mention (replies and quotes with it), repost, like",
    "is_attended: interactions within 7 days after the account's own reply to or mention of that person; false: the others; null: all. Only null where the account's own posts were not polled, or mention no one. The weeks are the same on each row",
    "people: with covered time; weeks: theirs, from the first row to the last of each spell",
    "acts: interactions, covered and certainly inside a spell",
    "rate, low, high: acts / weeks × 100 with a 95 % interval over persons",
    "is_at_least: X cut the likers (or reposters) of some post at 100, so that there were at least so many",
    "",
    "check: low <= rate <= high"
  ].join("\n"),
  reads: ["act_rate_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from act_rate_counts order by account_id, route, family, is_attended nulls first"
    );
    await createTable(db, "act_rates", columns, counts.map(figuresOf));
  }
};

function figuresOf(row: CountRow) {
  const weeks = Number(row.seconds) / week;
  const figures = rate({
    units: Number(row.people),
    acts: Number(row.acts),
    weeks,
    actsSquared: Number(row.acts_squared),
    actsWeeks: Number(row.acts_seconds) / week,
    weeksSquared: Number(row.seconds_squared) / week ** 2
  });
  const {account_id, route, family, is_attended, people, acts, is_at_least} = row;
  return {
    account_id,
    route,
    family,
    is_attended,
    people,
    weeks: rounded(weeks),
    acts,
    rate: rounded(figures?.rate ?? null),
    low: rounded(figures?.low ?? null),
    high: rounded(figures?.high ?? null),
    is_at_least
  };
}
