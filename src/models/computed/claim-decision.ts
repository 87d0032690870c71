import {rounded} from "../../statistics/rounded.ts";
import {decide} from "../../statistics/verdict.ts";
import {decidedRow, supporting, type AskedClaim, type SignedDifference} from "./claim-rows.ts";

/** A claim at a quarter end with those of unknown route counted in one way: see `intermediate/comparisons.sql`. */
export interface ComparisonRow extends AskedClaim, SignedDifference {
  unknown_as:
    "left_out" | "followback" | "organic" | "who_did_followback" | "who_did_organic" | "without_sittings";
  by_sitting: bigint;
}

/**
 * One claim at one quarter end, from its difference in every way of counting the unknown. The estimate rests on people
 * whose route is not unknown; the verdict must stay the same with every unknown that may be a followback counted as one
 * and with every unknown counted as organic. The worst case gives those of the former who did it all to one route, and
 * the others to the other. Unknowns who cannot be followbacks (see marts/followers.sql) are organic in all of these.
 * People whose route rests on a sitting alone count by it in the estimate, and as unknowns who may be followbacks in all
 * the rest: the verdict must stay the same without them too.
 */
export function decideClaim(ways: [ComparisonRow, ...ComparisonRow[]]) {
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
  // As in marts/differences.sql: the estimate leaves the unknown out, which is no way of counting them.
  const either = estimatesOf("followback", "organic");
  const ranging = either.length > 0 ? either : [byRoute];
  const differences = hasRange ? ranging.flatMap((estimate) => estimate?.difference ?? []) : [];
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
