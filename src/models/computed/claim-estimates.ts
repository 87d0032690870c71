import {newcombe} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {judge, sampleNeeded, verdictLevel, type Estimate} from "../../statistics/verdict.ts";
import {createTable, type Columns, type Estimated} from "./estimated.ts";
import {judgeUnevenness} from "./unevenness-verdicts.ts";

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
  xf: bigint; // followback and organic by a sitting alone
  nf: bigint;
  xo: bigint;
  no: bigint;
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

/** Every claim's verdict at every quarter end, from its counts: see `marts/claims.sql` for the columns. */
export const claimEstimates: Estimated = {
  name: "claim_estimates",
  isMart: false,
  reads: ["claim_counts", "claim_definitions", "verdict_dates", "accounts", "arrival_unevenness"],
  async make(db) {
    const counts = await db.rows<CountRow>(`
      select c.account_id, c.evaluated_at, c.claim, s.sign, s.matters, a.first_taken_at as first_at,
        coalesce(max(c.x) filter (where c.route = 'followback'), 0) as x1, coalesce(max(c.n) filter (where c.route = 'followback'), 0) as n1,
        coalesce(max(c.x) filter (where c.route = 'organic'), 0) as x0, coalesce(max(c.n) filter (where c.route = 'organic'), 0) as n0,
        coalesce(max(c.x) filter (where c.route = 'unknown'), 0) as xu, coalesce(max(c.n) filter (where c.route = 'unknown'), 0) as nu,
        coalesce(max(c.x_maybe) filter (where c.route = 'unknown'), 0) as xm, coalesce(max(c.n_maybe) filter (where c.route = 'unknown'), 0) as nm,
        coalesce(max(c.x_sitting) filter (where c.route = 'followback'), 0) as xf, coalesce(max(c.n_sitting) filter (where c.route = 'followback'), 0) as nf,
        coalesce(max(c.x_sitting) filter (where c.route = 'organic'), 0) as xo, coalesce(max(c.n_sitting) filter (where c.route = 'organic'), 0) as no
      from claim_counts c
      join claim_definitions s on s.claim = c.claim and s.unit = 'share'
      join accounts a on a.account_id = c.account_id
      group by c.account_id, c.evaluated_at, c.claim, s.sign, s.matters, a.first_taken_at, s.nth
      order by c.account_id, c.evaluated_at, s.nth`);
    const rows = [...counts.map(judgeCounts), ...(await judgeUnevenness(db))];
    await createTable(db, "claim_estimates", columns, rows);
  }
};

/**
 * One claim at one quarter end. The estimate rests on people whose route is not unknown; the verdict must stay the same
 * with every unknown that may be a followback counted as one and with every unknown counted as organic. The worst case
 * gives those of the former who did it all to one route, and the others to the other. Unknowns who cannot be followbacks
 * (see marts/followers.sql) are organic in all of these. People whose route rests on a sitting alone count by it in the
 * estimate, and as unknowns who may be followbacks in all the rest: the verdict must stay the same without them too.
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
  const byRoute = compare(x1, n1, x0, n0);
  const [xf, nf, xo, no] = numbersOf(row.xf, row.nf, row.xo, row.no);
  const bySitting = nf + no;
  // Surely followback, surely organic (with the unknowns who cannot be followbacks), and who may be either.
  const [x11, n11] = [x1 - xf, n1 - nf];
  const [x00, n00] = [x0 - xo + xu - xm, n0 - no + nu - nm];
  const [xe, ne] = [xm + xf + xo, nm + bySitting];
  const isEveryoneCertain = nu + bySitting === 0;
  const scenarios = isEveryoneCertain
    ? []
    : [compare(x11 + xe, n11 + ne, x00, n00), compare(x11, n11, x00 + xe, n00 + ne)];
  if (bySitting > 0) scenarios.push(compare(x11, n11, x0 - xo, n0 - no));
  const worst = isEveryoneCertain
    ? [byRoute]
    : [compare(x11 + xe, n11 + xe, x00, n00 + ne - xe), compare(x11, n11 + ne - xe, x00 + xe, n00 + xe)];
  const {verdict, growth} = judge(byRoute, scenarios, row.matters);
  const people = n1 + n0 + nu;
  const days = (row.evaluated_at.getTime() - row.first_at.getTime()) / 86_400_000;
  const needed =
    verdict === "cannot tell yet"
      ? sampleNeeded(growth, {people, perDay: people / days, on: row.evaluated_at})
      : null;
  // Where nobody is left whose route is certain without sittings, there is no range.
  const hasRange = bySitting === 0 || scenarios.every((estimate) => estimate !== null);
  const differences = hasRange
    ? [byRoute, ...scenarios].flatMap((estimate) => estimate?.difference ?? [])
    : [];
  return {
    account_id: row.account_id,
    evaluated_at: row.evaluated_at,
    claim: row.claim,
    value_followback: null,
    value_organic: null,
    difference: rounded(byRoute?.difference ?? null),
    low: rounded(byRoute?.low ?? null),
    high: rounded(byRoute?.high ?? null),
    range_low: rounded(differences.length > 0 ? Math.min(...differences) : null),
    range_high: rounded(differences.length > 0 ? Math.max(...differences) : null),
    worst_low: rounded(leastOf(worst.map((estimate) => estimate?.low))),
    worst_high: rounded(mostOf(worst.map((estimate) => estimate?.high))),
    quiet_difference: null,
    quiet_low: null,
    quiet_high: null,
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
