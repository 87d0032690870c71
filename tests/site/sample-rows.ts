import type {Claim, GrowthWeek, ListRow, RouteMonth} from "../../reports/components/rows.js";
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
  rename_suspects: null,
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
  first_shown: 0,
  closing: 100,
  is_route_too_few: false,
  is_all_too_few: false,
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
  is_followback_too_few: (values.n_followback ?? 1000) < 30,
  is_organic_too_few: (values.n_organic ?? 1000) < 30,
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

/** Arrivals by a route in a month that stands alone, but for `values`. */
export const routeMonth = (
  values: Partial<RouteMonth> & Pick<RouteMonth, "month" | "route" | "people">
): RouteMonth => ({
  blurred: 0,
  blind_days: 7,
  group_from: values.month,
  group_to: values.month,
  is_too_few: false,
  ...values
});
