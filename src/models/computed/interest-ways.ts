import type {Database} from "../../duckdb.ts";
import {newcombe} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {verdictLevel} from "../../statistics/verdict.ts";
import {readInterestCells, shareOf, type InterestCell} from "./interest-shares.ts";
import {compareWays, readClaims, type ClaimRow, type Ways} from "./ways.ts";

/** The ways of counting the unknown of one claim at one quarter end, and the share of each route whose route is known. */
export interface SampledClaim {
  ways: Ways;
  value_followback: number | null;
  value_organic: number | null;
}

/** The claims that are counted from a sample, at every quarter end: as `intermediate/comparisons.sql` does it for counts of everybody. */
export async function compareSampled(db: Database): Promise<SampledClaim[]> {
  const claims = await readClaims(db, "is_sampled");
  const cells = claims.length > 0 ? await readInterestCells(db) : [];
  return claims.map((claim) => {
    const due = cells.filter(
      ({account_id, due_at, period}) =>
        account_id === claim.account_id && due_at <= claim.evaluated_at && period === "after"
    );
    return compareInterests(due, claim);
  });
}

/** The claim on looks of the period after first sight, in every way of counting the unknown. */
export function compareInterests(cells: InterestCell[], claim: ClaimRow): SampledClaim {
  const of = (route: InterestCell["route"]) => cells.filter((cell) => cell.route === route);
  return {
    ways: compareWays(cells, claim, differenceOf),
    value_followback: valueOf(of("followback")),
    value_organic: valueOf(of("organic"))
  };
}

function differenceOf(some: InterestCell[], others: InterestCell[]) {
  const [a, b] = [shareOf(some), shareOf(others)];
  if (!(a.n > 0) || !(b.n > 0)) return {difference: null, low: null, high: null};
  const {difference, low, high} = newcombe(a.x, a.n, b.x, b.n, verdictLevel);
  return {difference: rounded(difference), low: rounded(low), high: rounded(high)};
}

function valueOf(cells: InterestCell[]): number | null {
  const {x, n} = shareOf(cells);
  return rounded(n > 0 ? x / n : null);
}
