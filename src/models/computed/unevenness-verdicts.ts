import type {Database} from "../../duckdb.ts";
import {rounded} from "../../statistics/rounded.ts";
import {decideWithChecks} from "../../statistics/verdict.ts";
import {
  decidedRow,
  readClaimsOfUnit,
  supporting,
  type AskedClaim,
  type SignedDifference
} from "./claim-rows.ts";

interface EstimateRow extends AskedClaim, SignedDifference {
  days_of: string;
  unknown_as: string;
  followback: number | null;
  organic: number | null;
}

/**
 * The claims about how unevenly followers arrive, at every quarter end, as rows of `claim_estimates`: the estimate rests
 * on people whose route is not unknown, must stay with the unknowns counted either way and without whoever's route rests
 * on a sitting alone, and supports the claim only if all of that is so on days without outreach too.
 */
export async function decideUnevenness(db: Database) {
  const claims = await readClaimsOfUnit<EstimateRow>(db, "unevenness", "arrival_unevenness", {
    columns:
      "r.days_of, r.unknown_as, r.followback, r.organic, r.difference, r.low_99 as low, r.high_99 as high",
    order: "r.days_of, r.unknown_as"
  });
  return claims.map(decideOne);
}

function decideOne(rows: [EstimateRow, ...EstimateRow[]]) {
  const [row] = rows;
  const ofDays = (of: EstimateRow["days_of"]) => rows.filter(({days_of}) => days_of === of);
  const [all, quiet] = [ofDays("all"), ofDays("quiet")];
  const isLeftOut = ({unknown_as}: EstimateRow) => unknown_as === "left_out";
  const main = all.find(isLeftOut);
  const [certain, silent] = [main, quiet.find(isLeftOut)].map((found) => (found ? supporting(found) : null));
  const scenarios = all.filter((one) => !isLeftOut(one)).map(supporting);
  const either = all.filter(({unknown_as}) => ["followback", "organic"].includes(unknown_as)).map(supporting);
  const ranging = (either.length > 0 ? either : [certain!]).filter((estimate) => estimate !== null);
  // A way that cannot be estimated bounds nothing.
  const hasRange = [certain!, ...scenarios].every((estimate) => estimate !== null);
  const least = (values: number[]) => rounded(hasRange ? Math.min(...values) : null);
  const most = (values: number[]) => rounded(hasRange ? Math.max(...values) : null);
  return {
    ...decidedRow(row, certain!, decideWithChecks(certain!, scenarios, quiet.map(supporting), row.matters)),
    value_followback: main?.followback ?? null,
    value_organic: main?.organic ?? null,
    range_low: least(ranging.map(({difference}) => difference)),
    range_high: most(ranging.map(({difference}) => difference)),
    worst_low: least(ranging.map(({low}) => low)),
    worst_high: most(ranging.map(({high}) => high)),
    quiet_difference: rounded(silent?.difference ?? null),
    quiet_low: rounded(silent?.low ?? null),
    quiet_high: rounded(silent?.high ?? null)
  };
}
