import {wilson} from "../../statistics/proportion.ts";
import {rate} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {rateSums, weeksOf, type SecondSums} from "./rate-sums.ts";

interface CountRow extends SecondSums {
  account_id: bigint;
  circle: string;
  basis: string;
  route: string;
  reached: bigint;
  watched: bigint;
}

const columns = {
  account_id: "BIGINT",
  circle: "VARCHAR",
  basis: "VARCHAR",
  route: "VARCHAR",
  people: "BIGINT",
  reached: "BIGINT",
  share: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  watched: "BIGINT",
  weeks: "DOUBLE",
  interactions: "BIGINT",
  rate: "DOUBLE",
  rate_low: "DOUBLE",
  rate_high: "DOUBLE"
} satisfies Columns;

/** How many followers reach each circle of interactions, and how often they do. */
export const circles: Estimated = {
  name: "circles",
  isMart: true,
  header: [
    "Whom followers turn to in the brand's conversations, with what is known today; one row an account, circle, basis and route.",
    "",
    "circle: brand (they address the account), other followers (they address another person who certainly followed then)",
    "basis: covered (everything that counts would have been seen), at least (other followers where mentions alone were collected: those who also named the brand, so a part of circle brand)",
    "people: of a cohort, with 30 covered days; reached: with at least one reply, quote or mention toward the circle within 30 days of first sight. Leavers stay in",
    "share, low, high: reached / people, with Wilson's 95 % interval",
    "watched: followers with covered time, of a cohort or not; weeks: theirs, from the first row to the last of each spell",
    "interactions: theirs toward the circle, covered and certainly inside a spell",
    "rate, rate_low, rate_high: interactions / weeks × 100, with a 95 % interval over persons",
    "",
    "check: low <= share <= high",
    "check: rate_low <= rate <= rate_high"
  ].join("\n"),
  reads: ["circle_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>("from circle_counts order by account_id, circle, basis, route");
    await createTable(db, "circles", columns, counts.map(figuresOf));
  }
};

function figuresOf(row: CountRow) {
  const [people, reached] = [Number(row.people), Number(row.reached)];
  const share = people > 0 ? {share: reached / people, ...wilson(reached, people)} : null;
  const acts = rate(rateSums({...row, people: row.watched}));
  const {account_id, circle, basis, route} = row;
  return {
    account_id,
    circle,
    basis,
    route,
    people: row.people,
    reached: row.reached,
    share: rounded(share?.share ?? null),
    low: rounded(share?.low ?? null),
    high: rounded(share?.high ?? null),
    watched: row.watched,
    weeks: rounded(weeksOf(row.seconds)),
    interactions: row.interactions,
    rate: rounded(acts?.rate ?? null),
    rate_low: rounded(acts?.low ?? null),
    rate_high: rounded(acts?.high ?? null)
  };
}
