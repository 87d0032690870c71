import {chiSquareP} from "./distributions.ts";
import {runOf, turnbull, type IntervalRow} from "./turnbull.ts";

export type IntervalLogRank = {
  groups: {group: string; people: number; score: number}[];
  chiSquare: number;
  df: number;
  p: number;
  /** Two groups only: positive when the first by name leaves sooner. */
  z: number | null;
};

/**
 * The log-rank test for leavers known only to lie in (left, right], with the permutation variance. Scores come from
 * one NPMLE of everybody: Finkelstein's use log S itself, Sun's the sum of discrete hazards in its place. The
 * permutation holds only where the watching, and so the intervals' widths, does not differ between the groups.
 */
export function intervalLogRank(
  rows: (IntervalRow & {group: string})[],
  scores: "sun" | "finkelstein" = "sun"
): IntervalLogRank {
  const fit = turnbull(rows);
  // transformed[j] is S · log S after j innermost intervals, or Sun's stand-in for it.
  const survival = [1];
  const transformed = [0];
  let hazards = 0;
  for (const {mass} of fit.masses) {
    const before = survival.at(-1)!;
    const after = Math.max(0, before - mass);
    hazards += before > 0 ? mass / before : 0;
    const log = scores === "sun" ? -hazards : Math.log(after);
    survival.push(after);
    transformed.push(after < 1e-12 ? 0 : after * log);
  }
  const scored = rows.map((row) => {
    const {first, last} = runOf(fit.masses, row);
    const within = survival[first]! - survival[last + 1]!;
    return {...row, score: within > 0 ? (transformed[first]! - transformed[last + 1]!) / within : 0};
  });
  const n = total(scored, () => 1);
  const mean = total(scored, (row) => row.score) / n;
  const spread = total(scored, (row) => (row.score - mean) ** 2) / (n - 1);
  const groups = namesOf(rows).map((group) => {
    const members = scored.filter((row) => row.group === group);
    return {group, people: total(members, () => 1), score: total(members, (row) => row.score - mean)};
  });
  const chiSquare = spread > 0 ? groups.reduce((sum, g) => sum + g.score ** 2 / g.people, 0) / spread : 0;
  const df = spread > 0 ? groups.length - 1 : 0;
  const z = groups.length === 2 ? Math.sign(groups[0]!.score) * Math.sqrt(chiSquare) : null;
  return {groups, chiSquare, df, p: chiSquareP(chiSquare, df), z};
}

const namesOf = (rows: {group: string}[]) => [...new Set(rows.map((row) => row.group))].sort();

const total = <T extends {count: number}>(rows: T[], of: (row: T) => number) =>
  rows.reduce((sum, row) => sum + row.count * of(row), 0);
