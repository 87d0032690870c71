import {newcombe} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {judge, sampleNeeded, verdictLevel, type Estimate} from "../../statistics/verdict.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";

interface CountRow {
  account_id: bigint;
  evaluated_at: Date;
  claim: string;
  sign: number;
  matters: number;
  first_at: Date;
  x1: bigint; // followback
  n1: bigint;
  x0: bigint; // organic
  n0: bigint;
  xu: bigint; // unknown
  nu: bigint;
  xm: bigint; // of those, who may be followbacks
  nm: bigint;
}

const columns = {
  account_id: "BIGINT",
  evaluated_at: "TIMESTAMP",
  claim: "VARCHAR",
  difference: "DOUBLE",
  low: "DOUBLE",
  high: "DOUBLE",
  range_low: "DOUBLE",
  range_high: "DOUBLE",
  worst_low: "DOUBLE",
  worst_high: "DOUBLE",
  verdict: "VARCHAR",
  needed_people: "BIGINT",
  needed_by: "TIMESTAMP"
} satisfies Columns;

/** Every claim's verdict at every quarter end, from its counts: see `marts/claims.sql` for the columns. */
export const claimEstimates: Estimated = {
  name: "claim_estimates",
  isMart: false,
  reads: ["claim_counts", "claim_definitions", "verdict_dates", "accounts"],
  async make(db) {
    const counts = await db.rows<CountRow>(`
      select c.account_id, c.evaluated_at, c.claim, s.sign, s.matters, a.first_taken_at as first_at,
        coalesce(max(c.x) filter (where c.route = 'followback'), 0) as x1, coalesce(max(c.n) filter (where c.route = 'followback'), 0) as n1,
        coalesce(max(c.x) filter (where c.route = 'organic'), 0) as x0, coalesce(max(c.n) filter (where c.route = 'organic'), 0) as n0,
        coalesce(max(c.x) filter (where c.route = 'unknown'), 0) as xu, coalesce(max(c.n) filter (where c.route = 'unknown'), 0) as nu,
        coalesce(max(c.x_maybe) filter (where c.route = 'unknown'), 0) as xm, coalesce(max(c.n_maybe) filter (where c.route = 'unknown'), 0) as nm
      from claim_counts c
      join claim_definitions s on s.claim = c.claim
      join accounts a on a.account_id = c.account_id
      group by c.account_id, c.evaluated_at, c.claim, s.sign, s.matters, a.first_taken_at, s.nth
      order by c.account_id, c.evaluated_at, s.nth`);
    await createTable(db, "claim_estimates", columns, counts.map(judgeCounts));
  }
};

/**
 * One claim at one quarter end. The estimate rests on people whose route is certain; the verdict must stay the same
 * with every unknown that may be a followback counted as one and with every unknown counted as organic. The worst case
 * gives those of the former who did it all to one route, and the others to the other. Unknowns who cannot be followbacks
 * (see marts/followers.sql) are organic in all of these.
 */
function judgeCounts(row: CountRow) {
  const [x1, n1, x0, n0, xu, nu] = numbersOf(row.x1, row.n1, row.x0, row.n0, row.xu, row.nu);
  const [xm, nm] = numbersOf(row.xm, row.nm);
  const compare = (xa: number, na: number, xb: number, nb: number): Estimate | null => {
    if (na === 0 || nb === 0) return null;
    const {difference, low, high} = newcombe(xa, na, xb, nb, verdictLevel);
    // Above 0 supports the claim.
    return row.sign > 0 ? {difference, low, high} : {difference: -difference, low: -high, high: -low};
  };
  const certain = compare(x1, n1, x0, n0);
  // With the unknowns who cannot be followbacks.
  const [xo, no] = [x0 + xu - xm, n0 + nu - nm];
  const scenarios = nu === 0 ? [] : [compare(x1 + xm, n1 + nm, xo, no), compare(x1, n1, xo + xm, no + nm)];
  const worst =
    nu === 0
      ? [certain]
      : [compare(x1 + xm, n1 + xm, xo, no + nm - xm), compare(x1, n1 + nm - xm, xo + xm, no + xm)];
  const {verdict, growth} = judge(certain, scenarios, row.matters);
  const people = n1 + n0 + nu;
  const days = (row.evaluated_at.getTime() - row.first_at.getTime()) / 86_400_000;
  const needed =
    verdict === "cannot tell yet"
      ? sampleNeeded(growth, {people, perDay: people / days, on: row.evaluated_at})
      : null;
  const differences = [certain, ...scenarios].flatMap((estimate) => estimate?.difference ?? []);
  return {
    account_id: row.account_id,
    evaluated_at: row.evaluated_at,
    claim: row.claim,
    difference: rounded(certain?.difference ?? null),
    low: rounded(certain?.low ?? null),
    high: rounded(certain?.high ?? null),
    range_low: rounded(differences.length > 0 ? Math.min(...differences) : null),
    range_high: rounded(differences.length > 0 ? Math.max(...differences) : null),
    worst_low: rounded(leastOf(worst.map((estimate) => estimate?.low))),
    worst_high: rounded(mostOf(worst.map((estimate) => estimate?.high))),
    verdict,
    needed_people: needed === null ? null : BigInt(needed.people),
    needed_by: needed?.date ?? null
  };
}

const numbersOf = <T extends bigint[]>(...counts: T) => counts.map(Number) as {[K in keyof T]: number};

const leastOf = (values: (number | undefined)[]) =>
  values.every((value) => value !== undefined) ? Math.min(...(values as number[])) : null;
const mostOf = (values: (number | undefined)[]) =>
  values.every((value) => value !== undefined) ? Math.max(...(values as number[])) : null;
