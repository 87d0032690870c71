import {every} from "./format.js";
import type {Summary} from "./rows.js";

/** Of whom this account's figures speak. */
export function estimandSentence({name, lists, gap_days, is_retention_recorded}: Summary): string {
  if (lists === 0 || !is_retention_recorded)
    return `The figures of ${name} are about everyone whose follow its source recorded.`;
  if (gap_days === null) return `The figures of ${name} are about followers present in at least one list.`;
  return `The figures of ${name} are about followers present in at least one list, a complete one being read ${every(gap_days)} (median).`;
}
