/** The shapes of the report's data, one interface a file in reports/data. Shares are 0–1, dates are ISO strings (UTC). */

export type Route = "followback" | "organic" | "unknown" | "pre_existing";

/** One row: what the store holds of this account. Null where nobody recorded it. */
export interface Summary {
  /** The account's name, as it is tracked. */
  name: string;
  sources: string;
  first_taken_at: string | null;
  last_taken_at: string | null;
  snapshots: number;
  lists: number;
  complete_lists: number;
  heads: number;
  partial_lists: number;
  /** Median days between complete followers lists. */
  gap_days: number | null;
  followers_now: number | null;
  following_now: number | null;
  mutual_now: number | null;
  has_engagement: boolean;
  is_retention_recorded: boolean;
  is_dated: boolean;
  people: number;
  followback: number;
  organic: number;
  unknown: number;
  pre_existing: number;
}

/** Everybody of one route together: `hits` of `size` were still there (kept), or had engaged, at that age. */
export interface Rate {
  measure: "kept" | "engaged";
  route: Route;
  age_days: number;
  members: number;
  size: number;
  hits: number;
  /** `hits` and those whose act fell inside a start or end window; engaged only. */
  hits_at_most: number | null;
  /** Null where the group is too small to publish or nobody could be observed. */
  share: number | null;
  low: number | null;
  high: number | null;
}

/** One cell of a triangle. `cohort_to` is the last month of cohorts merged because they were small. */
export interface CohortCell {
  measure: "kept" | "engaged";
  route: Route;
  cohort: string;
  cohort_to: string;
  age_days: number;
  members: number;
  size: number;
  share: number | null;
  low: number | null;
  high: number | null;
  is_complete: boolean;
  is_too_few: boolean;
}

export interface TrendPoint {
  route: Route;
  week: string;
  at_risk: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface GrowthWeek {
  route: Route;
  week: string;
  gained: number;
  returned: number;
  reappeared: number;
  hidden: number;
  lost: number;
  /** The causes are null where the group is too small to split. */
  unfollowed: number | null;
  suspended: number | null;
  gone: number | null;
  blocked: number | null;
  unresolved: number | null;
  closing: number;
}

/** Attempts begun in a span of months; `month` null is all of them. Followed back lies between `lowest` and `highest`. */
export interface OutreachMonth {
  month: string | null;
  month_to: string | null;
  attempts: number;
  followed_back: number;
  unknown: number;
  not_yet: number;
  closed_without: number;
  lowest: number | null;
  highest: number | null;
  low: number | null;
  high: number | null;
}

/** How many of `people` who followed back had done so within `days`: certainly, and at most. */
export interface LatencyStep {
  days: number;
  people: number;
  certainly: number | null;
  at_most: number | null;
}

export interface RouteMonth {
  month: string;
  route: Route;
  people: number;
  blurred: number;
  blind_days: number | null;
}

export interface ListRow {
  taken_at: string;
  list: string;
  source: string;
  verdict: "complete" | "head" | "partial";
  why: string | null;
  rows: number | null;
  distinct_rows: number | null;
  duplicate_rows: number | null;
  profile_count: number | null;
  gap_days: number | null;
}

export interface CoveredPeriod {
  kind: string;
  from_at: string;
  to_at: string;
}

export interface CostRow {
  source: string;
  endpoint: string;
  requests: number;
  resources: number;
  dollars: number;
}

export interface ActRow {
  kind: string;
  route: Route;
  acts: number | null;
  people: number | null;
}
