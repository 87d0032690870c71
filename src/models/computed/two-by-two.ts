import {rate} from "../../statistics/rate.ts";
import {rounded} from "../../statistics/rounded.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {rateSums, weeksOf, type SecondSums} from "./rate-sums.ts";

interface CountRow extends SecondSums {
  account_id: bigint;
  route: string;
  is_mutual: boolean | null;
  is_recorded: boolean;
  left_count: bigint;
  left_squared: bigint;
  left_seconds: bigint;
  unfollowed: bigint;
  covered_people: bigint;
  covered_seconds: bigint;
  covered_seconds_squared: bigint;
}

const columns = {
  account_id: "BIGINT",
  route: "VARCHAR",
  is_mutual: "BOOLEAN",
  people: "BIGINT",
  weeks: "DOUBLE",
  left_count: "BIGINT",
  leaving_rate: "DOUBLE",
  leaving_low: "DOUBLE",
  leaving_high: "DOUBLE",
  unfollowed: "BIGINT",
  covered_people: "BIGINT",
  covered_weeks: "DOUBLE",
  interactions: "BIGINT",
  interaction_rate: "DOUBLE",
  interaction_low: "DOUBLE",
  interaction_high: "DOUBLE",
  unclear_weeks: "DOUBLE",
  unclear_left: "BIGINT"
} satisfies Columns;

/**
 * Who was first by whether the account follows them at the time: leaving and acting per 100 follower-weeks. Being
 * mutual by itself keeps people (Kwak et al. 2011), and followbacks begin mutual, so routes compare fairly only side by
 * side. Leaving, too, is Σ leavings / Σ weeks over persons with an interval on the log scale: for one leaving a person
 * at a constant rate that is Poisson's.
 */
export const twoByTwo: Estimated = {
  name: "two_by_two",
  isMart: true,
  header: [
    "Who was first, by whether the account follows them at the time: leaving and acting per 100 follower-weeks; one row an account, route and side.",
    "",
    "is_mutual: the account followed them then: it changes in time, and a person may stand on both sides",
    "people: with time on this side, or who left from it; weeks: theirs, from the first row of a spell to the last, or to the last complete list of followers if that is earlier (later looks tell of some that they left or stayed, and of no one else)",
    "left_count: ends of spells by any cause up to that list, put down to how things stood when last seen; unfollowed: those known to be unfollows",
    "leaving_rate, leaving_low, leaving_high: per 100 follower-weeks with a 95 % interval; null where no complete list shows who left and who stayed",
    "covered_people, covered_weeks, interactions: people with weeks, to where interactions of followers count, in which mentions were covered, these weeks, and the replies, quotes and mentions in them that address the brand",
    "interaction_rate, interaction_low, interaction_high: interactions per 100 covered follower-weeks with a 95 % interval over persons",
    "unclear_weeks, unclear_left: of the route: time and leavings for which the side is not known, left out of the rates",
    "",
    "check: leaving_low <= leaving_rate <= leaving_high"
  ].join("\n"),
  reads: ["mutual_counts"],
  async make(db) {
    const counts = await db.rows<CountRow>(
      "from mutual_counts order by account_id, route, is_mutual nulls last"
    );
    await createTable(db, "two_by_two", columns, cellsOf(counts));
  }
};

function* cellsOf(counts: CountRow[]) {
  const unclear = new Map(
    counts.filter((row) => row.is_mutual === null).map((row) => [`${row.account_id} ${row.route}`, row])
  );
  for (const row of counts) {
    if (row.is_mutual === null) continue;
    const leaving = row.is_recorded ? rate(rateSums(leavingOf(row))) : null;
    const acting = rate(rateSums(actingOf(row)));
    const rest = unclear.get(`${row.account_id} ${row.route}`);
    yield {
      account_id: row.account_id,
      route: row.route,
      is_mutual: row.is_mutual,
      people: row.people,
      weeks: rounded(weeksOf(row.seconds)),
      left_count: row.is_recorded ? row.left_count : null,
      leaving_rate: rounded(leaving?.rate ?? null),
      leaving_low: rounded(leaving?.low ?? null),
      leaving_high: rounded(leaving?.high ?? null),
      unfollowed: row.is_recorded ? row.unfollowed : null,
      covered_people: row.covered_people,
      covered_weeks: rounded(weeksOf(row.covered_seconds)),
      interactions: acting === null ? null : row.interactions,
      interaction_rate: rounded(acting?.rate ?? null),
      interaction_low: rounded(acting?.low ?? null),
      interaction_high: rounded(acting?.high ?? null),
      unclear_weeks: rounded(weeksOf(rest?.seconds ?? 0n)),
      unclear_left: row.is_recorded ? (rest?.left_count ?? 0n) : null
    };
  }
}

const leavingOf = (row: CountRow): SecondSums => ({
  ...row,
  interactions: row.left_count,
  interactions_squared: row.left_squared,
  interactions_seconds: row.left_seconds
});

const actingOf = (row: CountRow): SecondSums => ({
  ...row,
  people: row.covered_people,
  seconds: row.covered_seconds,
  seconds_squared: row.covered_seconds_squared
});
