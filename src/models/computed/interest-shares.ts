import type {Database} from "../../duckdb.ts";
import {wilson, type Interval} from "../../statistics/proportion.ts";
import {effectiveCount, weightedSums} from "../../statistics/weighted-share.ts";

/** A row of `intermediate/interest_cells.sql`. */
export interface InterestCell {
  account_id: bigint;
  stratum: string;
  due_at: Date;
  cohort: Date;
  period: "before" | "after";
  route: "followback" | "organic" | "unknown";
  may_be_followback: boolean;
  is_by_sitting: boolean;
  stratum_people: bigint;
  sampled: bigint;
  people: bigint;
  matched: bigint;
  not_observable: bigint;
  pairs: bigint;
  pairs_before: bigint;
  pairs_after: bigint;
  pairs_both: bigint;
}

/** Every cell, those of an account together, in a stated order. */
export const readInterestCells = (db: Database) =>
  db.rows<InterestCell>(`
    from interest_cells
    order by account_id, due_at, stratum, period, route, may_be_followback, is_by_sitting`);

/** How many people of their stratum one sampled person stands for. */
export const weightOf = ({stratum_people, sampled}: InterestCell) => Number(stratum_people) / Number(sampled);

/** How many of the cells could be looked at and how many matched, as they are and as the design weighs them. */
export interface InterestShare {
  people: number;
  matched: number;
  /** The effective count: the share is x / n. */
  x: number;
  n: number;
}

export function shareOf(cells: readonly InterestCell[]): InterestShare {
  const sum = (column: "people" | "matched") =>
    cells.reduce((total, cell) => total + Number(cell[column]), 0);
  const groups = cells.map((cell) => ({
    weight: weightOf(cell),
    people: Number(cell.people),
    hits: Number(cell.matched)
  }));
  return {people: sum("people"), matched: sum("matched"), ...effectiveCount(weightedSums(groups))};
}

/** The share with its 95 % interval; null of nobody. */
export const estimateOf = ({x, n}: InterestShare): (Interval & {share: number}) | null =>
  n > 0 ? {share: x / n, ...wilson(x, n)} : null;
