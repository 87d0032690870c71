import type {Claim, GrowthWeek, ListRow} from "../../reports/components/rows.js";
import {claimWords} from "./claim-words.ts";

/** A complete list of followers, but for `values`. */
export const listRow = (values: Partial<ListRow> & Pick<ListRow, "taken_at">): ListRow => ({
  list: "followers",
  source: "x-api",
  verdict: "complete",
  why: null,
  rows: 1,
  distinct_rows: 1,
  duplicate_rows: 0,
  profile_count: 1,
  gap_days: null,
  no_order: null,
  ...values
});

/** A week in which four left, three of them by unfollowing, but for `values`. */
export const growthWeek = (values: Partial<GrowthWeek> & Pick<GrowthWeek, "week">): GrowthWeek => ({
  route: "followback",
  gained: 10,
  returned: 1,
  reappeared: 0,
  hidden: 0,
  lost: 4,
  unfollowed: 3,
  suspended: 1,
  gone: 0,
  blocked: 0,
  unresolved: 0,
  closing: 100,
  ...values
});

/** A claim that 40 followers by followback of 1,000 support against 150 others of 1,000, but for `values`. */
export const claimRow = (name: keyof typeof claimWords, values: Partial<Claim> = {}): Claim => ({
  nth: 1,
  claim: name,
  ...claimWords[name],
  is_collected: true,
  evaluated_at: "2026-01-01T00:00:00.000Z",
  n_followback: 1000,
  n_organic: 1000,
  n_unknown: 100,
  n_maybe: 100,
  n_sitting: 0,
  x_followback: 40,
  x_organic: 150,
  value_followback: null,
  value_organic: null,
  quiet_difference: null,
  quiet_low: null,
  quiet_high: null,
  difference: 0.11,
  low: 0.07,
  high: 0.14,
  range_low: 0.1,
  range_high: 0.11,
  verdict: "supported",
  needed_people: null,
  needed_by: null,
  ...values
});
