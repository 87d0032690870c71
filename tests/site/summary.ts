import type {Summary} from "../../reports/components/rows.js";

/** A summary with what its counts say of whom there are too few: fewer than 30. */
export function summaryOf(values: Omit<Summary, `is_${string}_too_few`>): Summary {
  const {followback, organic, unknown} = values;
  return {
    ...values,
    is_followback_too_few: followback < 30,
    is_organic_too_few: organic < 30,
    is_dated_too_few: followback + organic + unknown < 30
  };
}

/** A brand that was watched for a year and a half, by weekly full scans and daily incremental ones. */
export const summary: Summary = summaryOf({
  name: "Oak & Iron",
  network: "X",
  has_records: false,
  asks_for_interactions: true,
  lacks_interactions: false,
  first_taken_at: "2024-07-08T06:00:00.000Z",
  last_taken_at: "2026-01-05T06:00:00.000Z",
  last_followers_at: "2026-01-05T06:00:00.000Z",
  first_day: "2024-07-08T06:00:00.000Z",
  last_day: "2026-01-05T06:00:00.000Z",
  snapshots: 313,
  lists: 158,
  complete_lists: 157,
  heads: 470,
  partial_lists: 1,
  follower_lists: 79,
  complete_follower_lists: 79,
  gap_days: 7,
  followers_now: 4204,
  following_now: 4100,
  mutual_now: 1400,
  interactions_without_target: 0,
  has_engagement: true,
  mentions_stored: 0,
  is_retention_recorded: true,
  is_dated: true,
  people: 5806,
  followback: 1570,
  organic: 2881,
  unknown: 593,
  pre_existing: 1500,
  left_out: 0,
  only_elsewhere: 0,
  unknown_maybe: 593,
  followback_sitting: 0,
  organic_sitting: 0,
  unknown_same_gap: 593,
  unknown_undated_follow: 0,
  unknown_may_have_ended: 0,
  unknown_log_only: 0,
  unknown_gap_too_wide: 0,
  unknown_no_following_list: 0,
  widest_gap_days: null
});
