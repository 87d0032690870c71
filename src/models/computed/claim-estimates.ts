import {verdictLevel} from "../../statistics/verdict.ts";
import {compareClustered} from "./circle-shares.ts";
import {decideClaim, type ComparisonRow} from "./claim-decision.ts";
import {groupNeighbours} from "./groups.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {compareHours} from "./hour-ways.ts";
import {compareSampled} from "./interest-ways.ts";
import {decideUnevenness} from "./unevenness-verdicts.ts";

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
  effective_followback: "DOUBLE",
  effective_organic: "DOUBLE",
  effective_unknown: "DOUBLE",
  verdict: "VARCHAR",
  needed_people: "BIGINT",
  needed_by: "TIMESTAMP"
} satisfies Columns;

/** Every claim's verdict at every quarter end, from the difference of its routes: see `marts/claims.sql` for the columns. */
export const claimEstimates: Estimated = {
  name: "claim_estimates",
  isMart: false,
  reads: [
    "comparisons",
    "claim_counts",
    "claim_definitions",
    "accounts",
    "arrival_unevenness",
    "interest_cells",
    "hour_counts",
    "circle_weeks"
  ],
  async make(db) {
    const level = Math.round(verdictLevel * 100);
    const rows = await db.rows<ComparisonRow>(`
      select c.account_id, c.evaluated_at, s.claim, s.sign, s.matters, a.first_taken_at as first_at,
        c.unknown_as, c.difference, c.low_${level} as low, c.high_${level} as high, c.f_n + c.o_n + c.u_n as people, c.s_n as by_sitting
      from comparisons c
      join claim_definitions s on s.claim = c.measure and not s.is_clustered
      join accounts a on a.account_id = c.account_id
      where c.evaluated_at is not null
      order by c.account_id, c.evaluated_at, s.nth, c.nth`);
    const claims = groupNeighbours(
      rows,
      (row) => `${row.account_id} ${row.evaluated_at.getTime()} ${row.claim}`
    );
    const valued = [...(await compareSampled(db)), ...(await compareHours(db))].map(({ways, ...values}) => ({
      ...decideClaim(ways),
      ...values
    }));
    const clustered = (await compareClustered(db)).map(({ways, ...values}) => ({
      ...decideClaim(ways),
      ...values
    }));
    const decided = [
      ...[...claims].map(decideClaim),
      ...valued,
      ...clustered,
      ...(await decideUnevenness(db))
    ];
    await createTable(db, "claim_estimates", columns, decided);
  }
};
