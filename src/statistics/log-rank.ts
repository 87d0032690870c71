import {chiSquareP} from "./distributions.ts";
import {riskSets, type SurvivalRow} from "./kaplan-meier.ts";
import {quadraticForm} from "./quadratic-form.ts";
import {runOf, turnbull, type IntervalRow} from "./turnbull.ts";

/** `observed` and `expected` are leavers of a group; the chi-square has one degree fewer than groups with any risk. */
export type LogRank = {
  groups: {group: string; observed: number; expected: number}[];
  chiSquare: number;
  df: number;
  p: number;
};

/** The log-rank test over K groups from grouped exact times, with the hypergeometric variance (R's survdiff). */
export function logRank(rows: (SurvivalRow & {group: string})[]): LogRank {
  const names = namesOf(rows);
  // Rows without people put every group on the common times.
  const ticks = rows.map(({time}) => ({time, events: 0, censored: 0}));
  const risk = names.map((name) => riskSets([...rows.filter((row) => row.group === name), ...ticks]));
  const observed = names.map(() => 0);
  const expected = names.map(() => 0);
  const variance = names.map(() => names.map(() => 0));
  riskSets(rows).forEach(({atRisk: n, events: d}, at) => {
    if (d === 0) return;
    const spread = n > 1 ? (d * (n - d)) / (n - 1) : 0;
    const shares = risk.map((sets) => sets[at]!.atRisk / n);
    shares.forEach((share, i) => {
      observed[i]! += risk[i]![at]!.events;
      expected[i]! += d * share;
      shares.forEach((other, j) => (variance[i]![j]! += spread * share * ((i === j ? 1 : 0) - other)));
    });
  });
  const {value, rank} = quadraticForm(
    observed.map((o, i) => o - expected[i]!),
    variance
  );
  const groups = names.map((group, i) => ({group, observed: observed[i]!, expected: expected[i]!}));
  return {groups, chiSquare: value, df: rank, p: chiSquareP(value, rank)};
}

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
