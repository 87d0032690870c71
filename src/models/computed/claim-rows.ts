import type {Database} from "../../duckdb.ts";
import {groupNeighbours} from "./groups.ts";
import {rounded} from "../../statistics/rounded.ts";
import {sampleNeeded, type Decision, type Estimate} from "../../statistics/verdict.ts";

/** A claim's difference of two routes, counted in one way, at the level of verdicts; null where a route has nobody. */
export interface SignedDifference {
  /** See `claim_definitions`: above 0, a difference above 0 supports the claim. */
  sign: number;
  difference: number | null;
  low: number | null;
  high: number | null;
}

/** The difference with its interval, above 0 supporting the claim. */
export function supporting({sign, difference, low, high}: SignedDifference): Estimate | null {
  if (difference === null || low === null || high === null) return null;
  return sign > 0 ? {difference, low, high} : {difference: -difference, low: -high, high: -low};
}

/** A claim at a quarter end: when its account was first seen, and how many people it was counted from. */
export interface ClaimAt {
  account_id: bigint;
  evaluated_at: Date;
  claim: string;
  first_at: Date;
  people: bigint;
}

/** A claim at a quarter end, and what its verdict asks of a difference. */
export interface AskedClaim extends ClaimAt {
  sign: number;
  matters: number;
}

/**
 * The rows of a relation that estimates the claims of one unit at quarter ends, a group a claim, account and quarter end. `columns` and
 * `order` name those of the relation, `r`.
 */
export async function readClaimsOfUnit<Row extends AskedClaim>(
  db: Database,
  unit: string,
  relation: string,
  {columns, order}: {columns: string; order: string}
): Promise<[Row, ...Row[]][]> {
  const rows = await db.rows<Row>(`
    with counted as (
      select account_id, evaluated_at, claim, cast(sum(n) as bigint) as people
      from claim_counts
      group by account_id, evaluated_at, claim
    )
    select r.account_id, r.evaluated_at, s.claim, s.sign, s.matters, a.first_taken_at as first_at, c.people, ${columns}
    from ${relation} r
    join claim_definitions s on s.unit = '${unit}'
    join accounts a on a.account_id = r.account_id
    join counted c on c.account_id = r.account_id and c.evaluated_at = r.evaluated_at and c.claim = s.claim
    order by s.nth, r.account_id, r.evaluated_at, ${order}`);
  return [
    ...groupNeighbours(
      rows,
      ({claim, account_id, evaluated_at}) => `${claim} ${account_id} ${evaluated_at.getTime()}`
    )
  ];
}

/** The columns of `claim_estimates` that every claim has: whose, when, its own estimate, and what was decided. */
export function decidedRow(
  {account_id, evaluated_at, claim, first_at, people: counted}: ClaimAt,
  estimate: Estimate | null,
  {verdict, growth}: Decision
) {
  const people = Number(counted);
  const days = (evaluated_at.getTime() - first_at.getTime()) / 86_400_000;
  const needed =
    verdict === "cannot tell yet"
      ? sampleNeeded(growth, {people, perDay: people / days, on: evaluated_at})
      : null;
  return {
    account_id,
    evaluated_at,
    claim,
    difference: rounded(estimate?.difference ?? null),
    low: rounded(estimate?.low ?? null),
    high: rounded(estimate?.high ?? null),
    verdict,
    needed_people: needed === null ? null : BigInt(needed.people),
    needed_by: needed?.date ?? null
  };
}
