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
