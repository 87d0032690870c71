import type {Database} from "../../duckdb.ts";
import {rounded} from "../../statistics/rounded.ts";
import {decideWithChecks} from "../../statistics/verdict.ts";
import {decidedRow, supporting, type ClaimAt, type SignedDifference} from "./claim-rows.ts";
import {groupNeighbours} from "./groups.ts";

interface EstimateRow extends ClaimAt, SignedDifference {
  matters: number;
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
  const rows = await db.rows<EstimateRow>(`
    with counted as (
      select account_id, evaluated_at, claim, cast(sum(n) as bigint) as people
      from claim_counts
      group by account_id, evaluated_at, claim
    )
    select u.account_id, u.evaluated_at, s.claim, s.sign, s.matters, a.first_taken_at as first_at, c.people,
      u.days_of, u.unknown_as, u.followback, u.organic, u.difference, u.low_99 as low, u.high_99 as high
    from arrival_unevenness u
    join claim_definitions s on s.unit = 'unevenness'
    join accounts a on a.account_id = u.account_id
    join counted c on c.account_id = u.account_id and c.evaluated_at = u.evaluated_at and c.claim = s.claim
    order by s.nth, u.account_id, u.evaluated_at, u.days_of, u.unknown_as`);
  return [
    ...groupNeighbours(
      rows,
      ({claim, account_id, evaluated_at}) => `${claim} ${account_id} ${evaluated_at.getTime()}`
    )
  ].map(decideOne);
}

function decideOne(rows: [EstimateRow, ...EstimateRow[]]) {
  const [row] = rows;
  const estimatesOf = (of: EstimateRow["days_of"]) =>
    rows.filter(({days_of}) => days_of === of).map(supporting);
  const isMain = ({days_of, unknown_as}: EstimateRow) => days_of === "all" && unknown_as === "left_out";
  const main = rows.find(isMain);
  const quiet = rows.find(({days_of, unknown_as}) => days_of === "quiet" && unknown_as === "left_out");
  const [certain, silent] = [main, quiet].map((found) => (found ? supporting(found) : null));
  const scenarios = rows.filter((one) => one.days_of === "all" && !isMain(one)).map(supporting);
  const ranging = estimatesOf("all").filter((estimate) => estimate !== null);
  // A way that cannot be estimated bounds nothing.
  const hasRange = ranging.length === scenarios.length + 1;
  const least = (values: number[]) => rounded(hasRange ? Math.min(...values) : null);
  const most = (values: number[]) => rounded(hasRange ? Math.max(...values) : null);
  return {
    ...decidedRow(row, certain!, decideWithChecks(certain!, scenarios, estimatesOf("quiet"), row.matters)),
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
