import type {Database} from "../../duckdb.ts";
import {clusteredDifference, clusteredShare} from "../../statistics/clustered-share.ts";
import {rounded} from "../../statistics/rounded.ts";
import {verdictLevel} from "../../statistics/verdict.ts";
import {groupNeighbours} from "./groups.ts";
import {compareWays, readClaims, type ClaimRow, type CountedCell, type Ways} from "./ways.ts";

/** A row of `intermediate/circle_weeks.sql`. */
export interface CircleWeek extends CountedCell {
  account_id: bigint;
  evaluated_at: Date | null;
  basis: "covered" | "at least";
  week_number: number;
}

/** The 30 days of people who come within four weeks of each other overlap: they share posts, and answer each other. */
const reachOver = 4;

export const readCircleWeeks = (db: Database, where: string) =>
  db.rows<CircleWeek>(`
    select account_id, evaluated_at, basis, route, may_be_followback, is_by_sitting, week_number, people,
      reached as matched
    from circle_weeks
    where ${where}
    order by account_id, evaluated_at, basis, route, may_be_followback, is_by_sitting, week_number`);

/** The share of the cells who reached another follower, with its interval over weeks; null of nobody. */
export const shareOfWeeks = (cells: Iterable<CircleWeek>, level?: number) =>
  clusteredShare(
    Array.from(cells, ({week_number, people, matched}) => ({
      block: week_number,
      people: Number(people),
      hits: Number(matched)
    })),
    {reachOver, level}
  );

/** What claims say of other followers at a quarter end. */
export interface ClusteredClaim {
  ways: Ways;
  effective_followback: number | null;
  effective_organic: number | null;
  effective_unknown: number | null;
}

/** The claims whose people depend on each other, at every quarter end. */
export async function compareClustered(db: Database): Promise<ClusteredClaim[]> {
  const claims = await readClaims(db, "is_clustered");
  if (claims.length === 0) return [];
  const weeks = await readCircleWeeks(db, "evaluated_at is not null");
  const keyOf = (row: {account_id: bigint; evaluated_at: Date | null}) =>
    `${row.account_id} ${row.evaluated_at!.getTime()}`;
  const ofClaim = new Map(Array.from(groupNeighbours(weeks, keyOf), (group) => [keyOf(group[0]), group]));
  return claims.map((claim) => compareCircleWeeks(ofClaim.get(keyOf(claim)) ?? [], claim));
}

/** The claim on other followers in every way of counting the unknown, and how many independent people each route is worth. */
export function compareCircleWeeks(cells: CircleWeek[], claim: ClaimRow): ClusteredClaim {
  const effective = (route: CountedCell["route"]) =>
    rounded(shareOfWeeks(cells.filter((cell) => cell.route === route))?.effective ?? null);
  return {
    ways: compareWays(cells, claim, differenceOfWeeks(verdictLevel)),
    effective_followback: effective("followback"),
    effective_organic: effective("organic"),
    effective_unknown: effective("unknown")
  };
}

/** Followback less organic, by weeks, at a level. */
export const differenceOfWeeks = (level: number) => (some: CircleWeek[], others: CircleWeek[]) => {
  const [first, second] = [shareOfWeeks(some, level), shareOfWeeks(others, level)];
  if (first === null || second === null) return {difference: null, low: null, high: null};
  const {difference, low, high} = clusteredDifference(first, second, {reachOver});
  return {difference: rounded(difference), low: rounded(low), high: rounded(high)};
};
