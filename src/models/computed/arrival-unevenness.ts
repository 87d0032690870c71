import {rounded} from "../../statistics/rounded.ts";
import {
  isMeasured,
  unevenness,
  unevennessDifference,
  type WeekOfArrivals
} from "../../statistics/unevenness.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";

interface WeekRow {
  account_id: bigint;
  ends_at: Date;
  days_of: string;
  unknown_as: string;
  route: string;
  days: bigint;
  people: bigint;
  squares: bigint;
}

const columns = {
  account_id: "BIGINT",
  evaluated_at: "TIMESTAMP",
  days_of: "VARCHAR",
  unknown_as: "VARCHAR",
  weeks_followback: "BIGINT",
  people_followback: "BIGINT",
  followback: "DOUBLE",
  followback_low_95: "DOUBLE",
  followback_high_95: "DOUBLE",
  weeks_organic: "BIGINT",
  people_organic: "BIGINT",
  organic: "DOUBLE",
  organic_low_95: "DOUBLE",
  organic_high_95: "DOUBLE",
  difference: "DOUBLE",
  low_95: "DOUBLE",
  high_95: "DOUBLE",
  low_99: "DOUBLE",
  high_99: "DOUBLE"
} satisfies Columns;

/** How unevenly followers by followback and organic ones arrive, from weekly counts of `arrivals`: see src/statistics/unevenness.ts. */
export const arrivalUnevenness: Estimated = {
  name: "arrival_unevenness",
  isMart: true,
  header: [
    "How unevenly followers by followback and organic ones arrive over the days of a week; one row an account, quarter end, kind of days and way of counting the unknown, and likewise with no quarter end for all weeks so far.",
    "",
    "evaluated_at: the quarter end; only weeks that were over by then count. Null for all weeks so far",
    "days_of, unknown_as: see arrivals",
    "weeks_followback, people_followback, weeks_organic, people_organic: measured weeks of the route, and who arrived in them",
    "followback, organic: the unevenness of the route over these weeks: 0 where people come independently of each other; two who came in one week share a day 1 + so many times as often as they would by chance; below 0 they come too evenly. Null below eight measured weeks",
    "*_low_95, *_high_95: studentised bootstrap over weeks (999 draws, seed 1)",
    "difference: followback less organic; low_95, high_95, low_99, high_99: its intervals, made of theirs (MOVER)",
    "",
    "check: low_99 <= low_95 <= difference <= high_95 <= high_99"
  ].join("\n"),
  reads: ["arrivals", "verdict_dates"],
  async make(db) {
    const weeks = await db.rows<WeekRow>(`
      select account_id, cast(week as timestamp) + interval 7 days as ends_at, days_of, unknown_as, route,
        days, people, squares
      from arrivals
      where route <> 'unknown'
      order by account_id, days_of, unknown_as, route, week`);
    const ends = await db.rows<{account_id: bigint; evaluated_at: Date}>(
      "select account_id, evaluated_at from verdict_dates order by account_id, evaluated_at"
    );
    await createTable(db, "arrival_unevenness", columns, estimatesOf(weeks, ends));
  }
};

function* estimatesOf(rows: WeekRow[], ends: {account_id: bigint; evaluated_at: Date}[]) {
  for (const ofAccount of groupNeighbours(rows, ({account_id}) => String(account_id))) {
    const {account_id} = ofAccount[0];
    const kinds = [...groupNeighbours(ofAccount, ({days_of, unknown_as}) => `${days_of} ${unknown_as}`)];
    const dates = ends.filter((end) => end.account_id === account_id).map((end) => end.evaluated_at);
    for (const evaluated_at of [...dates, null])
      for (const kind of kinds) {
        const {days_of, unknown_as} = kind[0];
        const until = kind.filter(({ends_at}) => evaluated_at === null || ends_at <= evaluated_at);
        yield {account_id, evaluated_at, days_of, unknown_as, ...compared(until)};
      }
  }
}

function compared(rows: WeekRow[]) {
  const weeksOf = (route: string): WeekOfArrivals[] =>
    rows
      .filter((row) => row.route === route)
      .map(({days, people, squares}) => ({
        days: Number(days),
        people: Number(people),
        squares: Number(squares)
      }))
      .filter(isMeasured);
  const [weeks1, weeks0] = [weeksOf("followback"), weeksOf("organic")];
  const [first, second] = [unevenness(weeks1), unevenness(weeks0)];
  const difference = first && second && unevennessDifference(first, second);
  const peopleOf = (weeks: WeekOfArrivals[]) => BigInt(weeks.reduce((sum, {people}) => sum + people, 0));
  return {
    weeks_followback: BigInt(weeks1.length),
    people_followback: peopleOf(weeks1),
    followback: rounded(first?.value ?? null),
    followback_low_95: rounded(first?.at95.low ?? null),
    followback_high_95: rounded(first?.at95.high ?? null),
    weeks_organic: BigInt(weeks0.length),
    people_organic: peopleOf(weeks0),
    organic: rounded(second?.value ?? null),
    organic_low_95: rounded(second?.at95.low ?? null),
    organic_high_95: rounded(second?.at95.high ?? null),
    difference: rounded(difference?.value ?? null),
    low_95: rounded(difference?.at95.low ?? null),
    high_95: rounded(difference?.at95.high ?? null),
    low_99: rounded(difference?.at99.low ?? null),
    high_99: rounded(difference?.at99.high ?? null)
  };
}
