import {rounded} from "../../statistics/rounded.ts";
import {decide, verdictLevel} from "../../statistics/verdict.ts";
import {decidedRow, supporting, type ClaimAt, type SignedDifference} from "./claim-rows.ts";
import {groupNeighbours} from "./groups.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {decideUnevenness} from "./unevenness-verdicts.ts";

/** A claim at a quarter end with those of unknown route counted in one way: see `intermediate/comparisons.sql`. */
interface ComparisonRow extends ClaimAt, SignedDifference {
  matters: number;
  unknown_as:
    "left_out" | "followback" | "organic" | "who_did_followback" | "who_did_organic" | "without_sittings";
  by_sitting: bigint;
}

const columns = {
  account_id: "BIGINT",
  evaluated_at: "TIMESTAMP",
  claim: "VARCHAR",
  value_followback: "DOUBLE",
  value_organic: "DOUBLE",
  difference: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  range_low: "DOUBLE",
  range_high: "DOUBLE",
  worst_low: "DOUBLE",
  worst_high: "DOUBLE",
  quiet_difference: "DOUBLE",
  quiet_low: "DOUBLE",
  quiet_high: "DOUBLE",
  verdict: "VARCHAR",
  needed_people: "BIGINT",
  needed_by: "TIMESTAMP"
} satisfies Columns;

/** Every claim's verdict at every quarter end, from the difference of its routes: see `marts/claims.sql` for the columns. */
export const claimEstimates: Estimated = {
  name: "claim_estimates",
  isMart: false,
  reads: ["comparisons", "claim_counts", "claim_definitions", "accounts", "arrival_unevenness"],
  async make(db) {
    const level = Math.round(verdictLevel * 100);
    const rows = await db.rows<ComparisonRow>(`
      select c.account_id, c.evaluated_at, s.claim, s.sign, s.matters, a.first_taken_at as first_at,
        c.unknown_as, c.difference, c.low_${level} as low, c.high_${level} as high, c.f_n + c.o_n + c.u_n as people, c.s_n as by_sitting
      from comparisons c
      join claim_definitions s on s.claim = c.measure
      join accounts a on a.account_id = c.account_id
      where c.evaluated_at is not null
      order by c.account_id, c.evaluated_at, s.nth, c.nth`);
    const claims = groupNeighbours(
      rows,
      (row) => `${row.account_id} ${row.evaluated_at.getTime()} ${row.claim}`
    );
    const decided = [...[...claims].map(decideClaim), ...(await decideUnevenness(db))];
    await createTable(db, "claim_estimates", columns, decided);
  }
};

/**
 * One claim at one quarter end, from its difference in every way of counting the unknown. The estimate rests on people
 * whose route is not unknown; the verdict must stay the same with every unknown that may be a followback counted as one
 * and with every unknown counted as organic. The worst case gives those of the former who did it all to one route, and
 * the others to the other. Unknowns who cannot be followbacks (see marts/followers.sql) are organic in all of these.
 * People whose route rests on a sitting alone count by it in the estimate, and as unknowns who may be followbacks in all
 * the rest: the verdict must stay the same without them too.
 */
function decideClaim(ways: [ComparisonRow, ...ComparisonRow[]]) {
  const [row] = ways;
  const estimatesOf = (...counted: ComparisonRow["unknown_as"][]) =>
    ways.filter(({unknown_as}) => counted.includes(unknown_as)).map(supporting);
  const byRoute = supporting(row);
  const scenarios = estimatesOf("followback", "organic", "without_sittings");
  // Where nobody may be either, there is no worst case: the unknown are organic, or nobody is unknown.
  const worst = [
    estimatesOf("who_did_followback", "who_did_organic"),
    estimatesOf("organic"),
    [byRoute]
  ].find((estimates) => estimates.length > 0)!;
  // Where nobody is left whose route is certain without sittings, there is no range.
  const hasRange = row.by_sitting === 0n || scenarios.every((estimate) => estimate !== null);
  const differences = hasRange
    ? [byRoute, ...scenarios].flatMap((estimate) => estimate?.difference ?? [])
    : [];
  return {
    ...decidedRow(row, byRoute, decide(byRoute, scenarios, row.matters)),
    range_low: rounded(differences.length > 0 ? Math.min(...differences) : null),
    range_high: rounded(differences.length > 0 ? Math.max(...differences) : null),
    worst_low: rounded(leastOf(worst.map((estimate) => estimate?.low))),
    worst_high: rounded(mostOf(worst.map((estimate) => estimate?.high)))
  };
}

const leastOf = (values: (number | undefined)[]) =>
  values.every((value) => value !== undefined) ? Math.min(...(values as number[])) : null;
const mostOf = (values: (number | undefined)[]) =>
  values.every((value) => value !== undefined) ? Math.max(...(values as number[])) : null;
