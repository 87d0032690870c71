import type {Database} from "../../duckdb.ts";
import {newcombe} from "../../statistics/proportion.ts";
import {rounded} from "../../statistics/rounded.ts";
import {verdictLevel} from "../../statistics/verdict.ts";
import type {ComparisonRow} from "./claim-decision.ts";
import {readInterestCells, shareOf, type InterestCell} from "./interest-shares.ts";

interface ClaimRow {
  account_id: bigint;
  evaluated_at: Date;
  claim: string;
  sign: number;
  matters: number;
  first_at: Date;
}

/** The ways of counting the unknown of one claim at one quarter end, and the share of each route whose route is known. */
export interface SampledClaim {
  ways: [ComparisonRow, ...ComparisonRow[]];
  value_followback: number | null;
  value_organic: number | null;
}

/** The claims that are counted from a sample, at every quarter end: as `intermediate/comparisons.sql` does it for counts of everybody. */
export async function compareSampled(db: Database): Promise<SampledClaim[]> {
  const claims = await db.rows<ClaimRow>(`
    select distinct n.account_id, n.evaluated_at, s.nth, s.claim, s.sign, s.matters, a.first_taken_at as first_at
    from claim_counts n
    join claim_definitions s on s.claim = n.claim and s.is_sampled
    join accounts a on a.account_id = n.account_id
    where n.x is null
    order by s.nth, n.account_id, n.evaluated_at`);
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
  const [byFollowback, organic, unknown] = [of("followback"), of("organic"), of("unknown")];
  const sittings = [...byFollowback, ...organic].filter(({is_by_sitting}) => is_by_sitting);
  const certain = (some: InterestCell[]) => some.filter(({is_by_sitting}) => !is_by_sitting);
  const either = [...unknown.filter(({may_be_followback}) => may_be_followback), ...sittings];
  const sureOrganic = [...certain(organic), ...unknown.filter(({may_be_followback}) => !may_be_followback)];
  const sureFollowback = certain(byFollowback);
  /** Of whoever may be either, those who did it, or those who did not. */
  const part = (didIt: boolean) =>
    either.map((cell) => {
      const people = didIt ? cell.matched : cell.people - cell.matched;
      return {...cell, people, matched: didIt ? people : 0n};
    });
  const people = (some: InterestCell[]) => some.reduce((sum, cell) => sum + cell.people, 0n);
  const [e, u, s] = [people(either), people(unknown), people(sittings)];
  const ways: [ComparisonRow["unknown_as"], InterestCell[], InterestCell[], boolean][] = [
    ["left_out", byFollowback, organic, true],
    ["followback", [...sureFollowback, ...either], sureOrganic, e > 0n],
    ["organic", sureFollowback, [...sureOrganic, ...either], u + s > 0n],
    ["who_did_followback", [...sureFollowback, ...part(true)], [...sureOrganic, ...part(false)], e > 0n],
    ["who_did_organic", [...sureFollowback, ...part(false)], [...sureOrganic, ...part(true)], e > 0n],
    ["without_sittings", sureFollowback, certain(organic), s > 0n]
  ];
  const {account_id, evaluated_at, sign, matters, first_at} = claim;
  const rows = ways
    .filter(([, , , isThere]) => isThere)
    .map(([unknown_as, some, others]): ComparisonRow => ({
      account_id,
      evaluated_at,
      claim: claim.claim,
      sign,
      matters,
      first_at,
      people: people(byFollowback) + people(organic) + u,
      by_sitting: s,
      unknown_as,
      ...differenceOf(some, others)
    }));
  return {
    ways: rows as SampledClaim["ways"],
    value_followback: valueOf(byFollowback),
    value_organic: valueOf(organic)
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
