import type {Database} from "../../duckdb.ts";
import type {AskedClaim} from "./claim-rows.ts";
import type {ComparisonRow} from "./claim-decision.ts";

/** A claim at a quarter end whose people are counted in cells. */
export type ClaimRow = Omit<AskedClaim, "people">;

/** The claims of a kind at every quarter end at which they were counted. */
export const readClaims = (db: Database, kind: "is_sampled" | "is_clustered") =>
  db.rows<ClaimRow>(`
    select distinct n.account_id, n.evaluated_at, s.nth, s.claim, s.sign, s.matters, a.first_taken_at as first_at
    from claim_counts n
    join claim_definitions s on s.claim = n.claim and s.${kind}
    join accounts a on a.account_id = n.account_id
    order by s.nth, n.account_id, n.evaluated_at`);

/** People counted together, and how sure their route is. */
export interface CountedCell {
  route: "followback" | "organic" | "unknown";
  may_be_followback: boolean;
  is_by_sitting: boolean;
  people: bigint;
  matched: bigint;
}

/** The ways of counting the unknown of one claim at one quarter end. */
export type Ways = [ComparisonRow, ...ComparisonRow[]];

/** The claim in every way of counting the unknown, as `intermediate/comparisons.sql` has them for counts of everybody. */
export function compareWays<Cell extends CountedCell>(
  cells: readonly Cell[],
  {account_id, evaluated_at, claim, sign, matters, first_at}: ClaimRow,
  differenceOf: (
    some: Cell[],
    others: Cell[]
  ) => {difference: number | null; low: number | null; high: number | null}
): Ways {
  const of = (route: CountedCell["route"]) => cells.filter((cell) => cell.route === route);
  const [byFollowback, organic, unknown] = [of("followback"), of("organic"), of("unknown")];
  const sittings = [...byFollowback, ...organic].filter(({is_by_sitting}) => is_by_sitting);
  const certain = (some: Cell[]) => some.filter(({is_by_sitting}) => !is_by_sitting);
  const either = [...unknown.filter(({may_be_followback}) => may_be_followback), ...sittings];
  const sureOrganic = [...certain(organic), ...unknown.filter(({may_be_followback}) => !may_be_followback)];
  const sureFollowback = certain(byFollowback);
  /** Of whoever may be either, those who did it, or those who did not. */
  const part = (didIt: boolean) =>
    either.map((cell): Cell => {
      const people = didIt ? cell.matched : cell.people - cell.matched;
      return {...cell, people, matched: didIt ? people : 0n};
    });
  const people = (some: Cell[]) => some.reduce((sum, cell) => sum + cell.people, 0n);
  const [e, u, s] = [people(either), people(unknown), people(sittings)];
  const ways: [ComparisonRow["unknown_as"], Cell[], Cell[], boolean][] = [
    ["left_out", byFollowback, organic, true],
    ["followback", [...sureFollowback, ...either], sureOrganic, e > 0n],
    ["organic", sureFollowback, [...sureOrganic, ...either], u + s > 0n],
    ["who_did_followback", [...sureFollowback, ...part(true)], [...sureOrganic, ...part(false)], e > 0n],
    ["who_did_organic", [...sureFollowback, ...part(false)], [...sureOrganic, ...part(true)], e > 0n],
    ["without_sittings", sureFollowback, certain(organic), s > 0n]
  ];
  const rows = ways
    .filter(([, , , isThere]) => isThere)
    .map(([unknown_as, some, others]): ComparisonRow => ({
      account_id,
      evaluated_at,
      claim,
      sign,
      matters,
      first_at,
      people: people(byFollowback) + people(organic) + u,
      by_sitting: s,
      unknown_as,
      ...differenceOf(some, others)
    }));
  return rows as Ways;
}
