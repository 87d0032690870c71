import {isUndated, outreachUnseen} from "./answer.js";
import {
  areFarApart,
  engagementMissing,
  isFirstLook,
  isNoListComplete,
  isUnread,
  noListComplete,
  retentionMissing,
  unread,
  widestGapDays
} from "./compare.js";
import {capital, plural, whole} from "./format.js";
import type {CohortCell, MemberRow, OutreachMonth, Rate, Summary} from "./rows.js";
import {
  monthDays,
  nearListDays,
  smallestGroup,
  soonDays,
  weekDays,
  youngestRetainedDays
} from "./thresholds.js";

/** What a group of so many days is called, and how wide a start window may be to tell it. */
const periods = {month: {name: "month", days: monthDays}, week: {name: "week", days: weekDays}};

/** The youngest age, in days, at which a measure is shown. */
const youngest = {retained: youngestRetainedDays, engaged: soonDays};

const sum = (rows: MemberRow[], key: "people" | "blurred_month" | "blurred_week") =>
  rows.reduce((total, row) => total + row[key], 0);

/** Why no share of a cohort is shown. */
export function cohortsMissing(
  summary: Summary,
  cells: CohortCell[],
  members: MemberRow[],
  {measure, step}: {measure: "retained" | "engaged"; step: "month" | "week"}
): string {
  if (measure === "retained" && !summary.is_retention_recorded) return retentionMissing;
  if (measure === "engaged" && !summary.has_engagement && summary.has_records)
    return "Engagement: not counted, because mentions elsewhere are not public: it takes a login to read them.";
  if (measure === "engaged" && !summary.has_engagement)
    return summary.mentions_stored > 0
      ? `${engagementMissing(summary)}.`
      : "Engagement: not collected; the engagement page says how to collect it.";
  const people = sum(members, "people");
  if (people === 0) {
    if (isUnread(summary)) return `${unread}.`;
    if (isNoListComplete(summary)) return `${noListComplete}.`;
    if (!came(summary)) return "No one has come since tracking began, so there are no cohorts yet.";
    return summary.is_dated
      ? "No new follower was seen in a list, so there are no cohorts."
      : "The source gives the order of follows, not their dates, so there are no cohorts.";
  }
  if (sum(members, `blurred_${step}`) === people) return blurredSentence(members, step);
  if (cells.some((cell) => cell.measure === measure))
    return `No cohort is large enough to show: fewer than ${smallestGroup} people of a route, or fewer than half of them, can be seen at these ages.`;
  const oldest = Math.max(...members.map(({oldest_days}) => oldest_days));
  if (oldest < youngest[measure])
    return `No cohort is old enough yet: the first newcomer was seen ${plural(Math.floor(oldest), "day")} before the last list, and the youngest age shown is ${youngest[measure]} days.`;
  if (measure === "engaged")
    return `Cohorts are old enough, but mentions were not collected during the first ${youngest.engaged} days of any follower.`;
  if (areFarApart(summary)) return `Cohorts are old enough, but ${farApart(summary)}.`;
  return `Cohorts are old enough, but no complete list fell near enough to the ages shown: it takes one at most ${nearListDays} days from the age, or an eighth of the age where that is less.`;
}

/** That lists which lie too far apart show no share at an age. */
const farApart = ({gap_days}: Summary) =>
  `complete lists of followers were read ${plural(Math.round(gap_days!), "day")} apart (median): shares at fixed ages take lists at most ${widestGapDays} days apart, so that one falls near each age`;

/** Why no gains and losses are drawn. */
export function growthMissing(summary: Summary): string {
  if (isUndated(summary)) return "The source has no dates.";
  if (isUnread(summary)) return `${unread}.`;
  if (isNoListComplete(summary)) return `${noListComplete}.`;
  if (isFirstLook(summary)) return "Arrivals and losses show after the second snapshot.";
  return summary.complete_follower_lists === 1
    ? "Arrivals and losses show after the second complete list of followers."
    : "No one has come or left so far.";
}

/** Why no cause of leaving has a share. */
export function leavingMissing(summary: Summary, rows: unknown[], rates: Rate[]): string {
  if (!summary.is_retention_recorded) return retentionMissing;
  if (isUnread(summary)) return `${unread}.`;
  if (isNoListComplete(summary)) return `${noListComplete}.`;
  // Nothing is counted where no one left, and where too few can be seen at any age.
  const isSeen = rates.some(
    ({measure, age_days, share}) =>
      measure === "retained" && age_days >= youngestRetainedDays && share !== null
  );
  if (rows.length === 0 && isSeen) return "No one of a cohort has been seen to be gone at these ages.";
  if (areFarApart(summary)) return `${capital(farApart(summary))}.`;
  return `Fewer than ${smallestGroup} people of each route can be seen at these ages: too few for shares.`;
}

/** Why something of outreach, such as `rates by month`, is not shown. */
export function outreachMissing(summary: Summary, all: OutreachMonth | undefined, what: string): string {
  if (all?.attempts === 0 && all.unwatched > 0)
    return `${plural(all.unwatched, "account was", "accounts were")} followed, and nothing has been read since that would show an answer: nothing to show of ${what}.`;
  if (!all || all.attempts === 0)
    return `${outreachUnseen(summary) ?? "No outreach was seen, so there is nothing to draw"}.`;
  if (all.unknown === all.attempts)
    return `${all.attempts === 1 ? "Of the only account followed the order of the two follows is not known" : `Of none of the ${whole(all.attempts)} accounts is the order of the two follows known`}: nothing to show of ${what}.`;
  if (all.lowest === null)
    return `It is known of fewer than ${smallestGroup} accounts whether they followed back: too few for ${what}.`;
  return `Nothing to show of ${what} yet.`;
}

const came = ({followback, organic, unknown}: Summary) => followback + organic + unknown > 0;

/** How many are in no cohort because nobody knows their month, or week. Empty where that is nobody. */
export function blurredSentence(members: MemberRow[], step: "month" | "week"): string {
  const [people, blurred] = [sum(members, "people"), sum(members, `blurred_${step}`)];
  if (blurred === 0) return "";
  const {name, days} = periods[step];
  const who =
    blurred === people
      ? `All ${plural(people, "newcomer")}`
      : `${whole(blurred)} of ${plural(people, "newcomer")}`;
  return `${who} ${blurred === 1 ? "is" : "are"} in no cohort by ${name}: they came between two lists more than ${days} days apart, so the ${name} is not known.`;
}
