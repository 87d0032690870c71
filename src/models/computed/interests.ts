import {likeness, pairedHybrid} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {effectiveCount, weightedSums} from "../../statistics/weighted-share.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {groupNeighbours} from "./groups.ts";
import {estimateOf, readInterestCells, shareOf, weightOf, type InterestCell} from "./interest-shares.ts";

const columns = {
  account_id: "BIGINT",
  evaluated_at: "TIMESTAMP",
  cohort: "DATE",
  route: "VARCHAR",
  period: "VARCHAR",
  people: "BIGINT",
  matched: "BIGINT",
  share: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  effective_people: "DOUBLE",
  not_observable: "BIGINT",
  not_observable_share: "DOUBLE",
  difference: "DOUBLE",
  difference_low: "DOUBLE",
  difference_high: "DOUBLE"
} satisfies Columns;

/** How many followers of each route post on the account's topics, before and after they came. */
export const interests: Estimated = {
  name: "interests",
  isMart: true,
  header: [
    "How many followers of each route post on the brand's topics before and after they came, by a sample; one row an account, quarter end, cohort, route and period.",
    "",
    "evaluated_at: the quarter end; only weeks whose looks were over by then count. Null for all weeks so far",
    "cohort: the first day of the month of first sight, by the Thursday of the week; null for all cohorts. Months stand with no quarter end only",
    "period: before, after: the 30 days before or after first sight",
    "people: sampled followers who could be looked at, leavers included; matched: with at least one post on the topics",
    "share: of everybody who could be looked at: each person weighs as many people as their stratum (week, and whether the account followed them at first sight) has for each of its sample. Not matched / people",
    "low, high: Wilson's 95 % interval with the effective sample size, which is effective_people: (sum of weights)² / sum of squared weights (Kish 1965)",
    "not_observable: sampled followers who were protected, suspended or gone when looked at: they stand in neither count. not_observable_share: of all sampled, weighted",
    "difference: share after less share before, on rows of period after, of the strata that were looked at for both; difference_low, difference_high: its 95 % interval for the same people asked twice (Newcombe 1998, method 10)",
    "",
    "check: low <= share <= high",
    "check: difference_low <= difference <= difference_high",
    "check: matched <= people, and effective_people <= people"
  ].join("\n"),
  reads: ["interest_cells", "verdict_dates"],
  async make(db) {
    const cells = await readInterestCells(db);
    const ends = await db.rows<{account_id: bigint; evaluated_at: Date}>(
      "from verdict_dates order by account_id, evaluated_at"
    );
    await createTable(db, "interests", columns, figuresOf(cells, ends));
  }
};

const routes = ["followback", "organic", "unknown"] as const;

function* figuresOf(cells: InterestCell[], ends: {account_id: bigint; evaluated_at: Date}[]) {
  for (const ofAccount of groupNeighbours(cells, ({account_id}) => String(account_id))) {
    const {account_id} = ofAccount[0];
    const rowsOf = (evaluated_at: Date | null, cohort: Date | null, some: InterestCell[]) =>
      routes.flatMap((route) =>
        figuresOfRoute(some.filter((cell) => cell.route === route)).map((figures) => ({
          account_id,
          evaluated_at,
          cohort,
          route,
          ...figures
        }))
      );
    for (const {evaluated_at} of ends.filter((end) => end.account_id === account_id))
      yield* rowsOf(
        evaluated_at,
        null,
        ofAccount.filter(({due_at}) => due_at <= evaluated_at)
      );
    yield* rowsOf(null, null, ofAccount);
    for (const month of groupNeighbours(ofAccount, ({cohort}) => String(cohort.getTime())))
      yield* rowsOf(null, month[0].cohort, month);
  }
}

function figuresOfRoute(cells: InterestCell[]) {
  const of = (period: InterestCell["period"]) => cells.filter((cell) => cell.period === period);
  // Recent search shows nothing of the days before: whoever it looked at was asked once.
  const askedBefore = new Set(of("before").map(({stratum}) => stratum));
  const isAskedTwice = ({stratum}: InterestCell) => askedBefore.has(stratum);
  return (["before", "after"] as const).flatMap((period) => {
    const own = of(period);
    const hidden = own.reduce((sum, {not_observable}) => sum + Number(not_observable), 0);
    const counted = shareOf(own);
    if (counted.people + hidden === 0) return [];
    const unseen = effectiveCount(
      weightedSums(
        own.map((cell) => ({
          weight: weightOf(cell),
          people: Number(cell.people + cell.not_observable),
          hits: Number(cell.not_observable)
        }))
      )
    );
    const estimate = estimateOf(counted);
    const change = period === "after" ? changeOf(of("before"), own.filter(isAskedTwice)) : null;
    return [
      {
        period,
        people: BigInt(counted.people),
        matched: BigInt(counted.matched),
        share: rounded(estimate?.share ?? null),
        low: rounded(estimate?.low ?? null),
        high: rounded(estimate?.high ?? null),
        effective_people: rounded(estimate ? counted.n : null),
        not_observable: BigInt(hidden),
        not_observable_share: rounded(unseen.n > 0 ? unseen.x / unseen.n : null),
        difference: rounded(change?.difference ?? null),
        difference_low: rounded(change?.low ?? null),
        difference_high: rounded(change?.high ?? null)
      }
    ];
  });
}

/** Share after less share before, of the same people. Counts that were folded do not tell pairs: the others tell how alike these are. */
export function changeOf(before: InterestCell[], after: InterestCell[]) {
  const [then, now] = [estimateOf(shareOf(before)), estimateOf(shareOf(after))];
  if (then === null || now === null) return null;
  const pairs = (column: "pairs_before" | "pairs_after" | "pairs_both") =>
    effectiveCount(
      weightedSums(
        after.map((cell) => ({
          weight: weightOf(cell),
          people: Number(cell.pairs),
          hits: Number(cell[column])
        }))
      )
    );
  const {x: both, n} = pairs("pairs_both");
  const [first, second] = [pairs("pairs_after").x / n, pairs("pairs_before").x / n];
  const alike = n > 0 ? likeness({n, first, second, both: both / n}) : 0;
  return pairedHybrid(now.share, now, then.share, then, alike);
}
