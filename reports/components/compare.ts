import {whole} from "./format.js";
import type {Difference, Rate, Route, Summary, UnknownAs} from "./rows.js";
import {nearListDays} from "./thresholds.js";

/** Why two routes cannot be compared on a measure. */
export type Missing = "too_few" | "not_collected" | "not_recorded" | "one_snapshot";

/**
 * How followers by followback compare with followers who came on their own at one age, with what the unknown routes
 * could change. It describes; verdicts come from the mart `claims` alone.
 */
export interface Comparison {
  missing: Missing | null;
  age_days: number;
  followback: Rate | undefined;
  organic: Rate | undefined;
  /** The difference in every way of counting the unknown, from the mart `differences`. Empty where `missing` says why. */
  differences: Difference[];
}

/** What the data say on one measure at one age. */
export function compare(
  summary: Summary,
  rates: Rate[],
  differences: Difference[],
  {measure, age_days}: {measure: Rate["measure"]; age_days: number}
): Comparison {
  const of = (route: Route) =>
    rates.find((rate) => rate.measure === measure && rate.route === route && rate.age_days === age_days);
  const [followback, organic] = [of("followback"), of("organic")];
  const found = differences.filter((row) => row.measure === measure && row.age_days === age_days);
  const isEnough = [followback, organic].every((rate) => rate !== undefined && rate.share !== null);
  const missing = unavailable(summary, measure) ?? (isEnough && found.length > 0 ? null : "too_few");
  return {missing, age_days, followback, organic, differences: missing ? [] : found};
}

function unavailable(summary: Summary, measure: Rate["measure"]): Missing | null {
  if (isFirstLook(summary)) return "one_snapshot";
  if (measure === "retained" && !summary.is_retention_recorded) return "not_recorded";
  if (measure === "engaged" && !summary.has_engagement) return "not_collected";
  return null;
}

/** Complete lists further apart than this, in days, serve no age: see the mart `cohort_retention`. */
export const widestGapDays = 2 * nearListDays;

/** Whether complete lists of followers lie too far apart to fall near each age. */
export const areFarApart = ({gap_days}: Summary) => gap_days !== null && gap_days > widestGapDays + 0.1;

/** How many are known to have come since tracking began. */
export const newcomers = ({followback, organic, unknown}: Summary) => followback + organic + unknown;

/**
 * Whether followers were looked at once only, so that everybody was already there. Events that a source records need no second
 * look, and both lists of one day, as two files, are one.
 */
export const isFirstLook = (summary: Summary) =>
  summary.is_retention_recorded &&
  summary.lists > 0 &&
  (summary.snapshots < 2 || summary.follower_lists === 1) &&
  newcomers(summary) === 0;

/**
 * Whether nobody looked at followers at all, as where only lists of whom the account follows or blocks are stored, or only a
 * log of outreach, be it whole. Who listens to events looks; of a log no retention is recorded.
 */
export const isUnread = ({
  people,
  follower_lists,
  snapshots,
  last_taken_at,
  is_retention_recorded
}: Summary) =>
  people === 0 && follower_lists === 0 && (last_taken_at === null || snapshots > 0 || !is_retention_recorded);

/** What every page says then in place of "no one so far". */
export const unread = "No list of followers was read, so there is no one to compare";

/** Whether followers are known and no list of them was read, as of a table of follows: only people in a list are in a cohort. */
export const isUnlisted = ({people, follower_lists}: Summary) => people > 0 && follower_lists === 0;

/** What stands then in the place of figures of cohorts. */
export const unlisted = "Only followers in a list are in a cohort, and no list of followers was read";

/** What a page says of one look: both files of one day are two snapshots, and one list of followers. */
export const oneLook = ({snapshots}: Summary) =>
  snapshots < 2 ? "One snapshot so far" : "One list of followers so far";

/**
 * Whether no list of followers was complete, and nothing else dates anybody: no one can come or leave. Where there is no
 * list at all, somebody who is known tells that there is another source.
 */
export const isNoListComplete = (summary: Summary) =>
  summary.follower_lists > 0 && summary.complete_follower_lists === 0 && newcomers(summary) === 0;

/** What every page says then in place of "no one so far". */
export const noListComplete = "No list of followers was complete, so no one is seen to arrive or leave";

/** What is said of retention where nothing tells of everyone who left: a table of follows, or a log of some unfollows. */
export const retentionMissing = "Retention: not recorded by this source, which does not hold every unfollow.";

/** That no reply, quote or mention is counted, and why: none is stored, or nobody says of which time those stored are all. */
export function engagementMissing({mentions_stored: stored}: Summary): string {
  if (stored === 0)
    return "Engagement: not collected. No source so far contains replies, quotes or mentions by followers";
  const acts =
    stored === 1 ? "One reply, quote or mention is" : `${whole(stored)} replies, quotes and mentions are`;
  return `Engagement: not counted. ${acts} stored, but nothing says of which time ${stored === 1 ? "it is" : "they are"} all: import the file again with --covers and the time that it holds`;
}

/** The way in which a row counts the unknown, in words that follow "the unknown are". */
export function unknownAsText({unknown_as, n_unknown, n_maybe, n_sitting}: Difference): string {
  if (n_unknown + n_sitting === 0) return "nobody is unknown";
  const where = n_unknown > n_maybe ? ", where they can be" : "";
  const words: Record<UnknownAs, string> = {
    left_out: "left out",
    followback: `all by followback${where}`,
    organic: "all organic",
    who_did_followback: `who did by followback${where}, the others organic`,
    who_did_organic: `who did organic, the others by followback${where}`
  };
  return words[unknown_as];
}
