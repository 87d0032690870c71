import {wilson, type Interval} from "../../statistics/proportion.ts";
import {rate, type Rate, type WeekSums} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {readCircleWeeks, shareOfWeeks} from "./circle-shares.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";
import {rateSums, weeksOf, type SecondSums} from "./rate-sums.ts";

interface CountRow extends SecondSums {
  account_id: bigint;
  circle: string;
  basis: string;
  route: string;
  reached: bigint;
  watched: bigint;
}

/** A row of `intermediate/circle_rate_weeks.sql`. */
interface RateWeek {
  account_id: bigint;
  basis: string;
  route: string;
  seconds: bigint;
  interactions: bigint;
  interactions_squared: bigint;
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
    "basis: covered (everything that counts would have been seen), at least (other followers where mentions alone were collected: what also named the brand, so a part of circle brand; people are all whose mentions were covered)",
    "people: of a cohort, with 30 covered days; reached: with at least one reply, quote or mention toward the circle within 30 days of first sight. Leavers stay in",
    "share, low, high: reached / people, with a 95 % interval: Wilson's of the brand; of other followers, who share posts and answer each other, over weeks of first sight (see circle_weeks)",
    "watched: followers with covered time, of a cohort or not; weeks: theirs, from the first sight to the last of each spell, and no later than the last complete list where events told that they left after it",
    "interactions: theirs toward the circle, covered and certainly inside a spell",
    "rate, rate_low, rate_high: interactions / weeks × 100, with a 95 % interval over persons; of other followers over persons and weeks, of which those up to four apart are taken to be alike",
    "",
    "check: low <= share <= high",
    "check: rate_low <= rate <= rate_high"
  ].join("\n"),
  reads: ["circle_counts", "circle_weeks", "circle_rate_weeks"],
  async make(db) {
    const counts = await db.rows<CountRow>("from circle_counts order by account_id, circle, basis, route");
    const weeks = await readCircleWeeks(db, "evaluated_at is null");
    const keyOf = (row: {account_id: bigint; basis: string; route: string}) =>
      `${row.account_id} ${row.basis} ${row.route}`;
    const byRoute = new Map(Array.from(groupNeighbours(weeks, keyOf), (group) => [keyOf(group[0]), group]));
    const sharesOf = (row: CountRow) =>
      row.circle === "brand" ? independentShare(row) : shareOfWeeks(byRoute.get(keyOf(row)) ?? []);
    const rates = await db.rows<RateWeek>("from circle_rate_weeks order by account_id, basis, route, week");
    const weeksByRoute = new Map(
      Array.from(groupNeighbours(rates, keyOf), (group) => [keyOf(group[0]), group.map(weekSums)])
    );
    const ratesOf = (row: CountRow) => {
      const byWeek = row.circle === "brand" ? undefined : (weeksByRoute.get(keyOf(row)) ?? []);
      return rate(rateSums({...row, people: row.watched}), {byWeek});
    };
    await createTable(
      db,
      "circles",
      columns,
      counts.map((row) => figuresOf(row, sharesOf(row), ratesOf(row)))
    );
  }
};

function independentShare(row: CountRow) {
  const [people, reached] = [Number(row.people), Number(row.reached)];
  return people > 0 ? {share: reached / people, ...wilson(reached, people)} : null;
}

const weekSums = (row: RateWeek): WeekSums[number] => ({
  interactions: Number(row.interactions),
  interactionsSquared: Number(row.interactions_squared),
  weeks: weeksOf(row.seconds)
});

function figuresOf(row: CountRow, share: (Interval & {share: number}) | null, acts: Rate | null) {
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
