import {
  areFarApart,
  compare,
  engagementMissing,
  isFirstLook,
  isNoListComplete,
  isUnlisted,
  isUnread,
  newcomers,
  noListComplete,
  oneLook,
  retentionMissing,
  unlisted,
  unread,
  type Comparison
} from "./compare.js";
import {atStart, day, every, percentRange, plural, points, whole} from "./format.js";
import {shareText} from "./interval.js";
import {sittingWords} from "./sittings.js";
import {engagedDays, nearListDays, retainedDays, smallestGroup, soonDays} from "./thresholds.js";
import {unknownCauses} from "./unknown.js";
import type {Difference, LatencyStep, OutreachMonth, OwnPosts, Rate, Summary} from "./rows.js";

/** What would let engagement be collected, for the sources there are. */
function engagementAdvice(summary: Summary): string {
  const {asks_for_interactions, lacks_interactions} = summary;
  const fromX =
    "followback snapshot --incremental every day and followback snapshot every week, with a token of X’s API, read mentions, replies and quotes from then on";
  if (asks_for_interactions) return `Run this: ${fromX}.`;
  const why = lacks_interactions
    ? "An X archive does not contain other people’s interactions, however many archives you import"
    : isUnread(summary)
      ? "What is stored contains no interactions by others"
      : "The source contains follows, not interactions";
  return `${why}. Two things would help: ${fromX}; or import a table of interactions with followback import.`;
}

/** The sentence that opens `engagement`. */
export function engagementAnswer(
  summary: Summary,
  {missing, followback, organic, age_days}: Comparison
): string {
  const {name} = summary;
  if (missing === "not_collected" && summary.has_records)
    return `Who engaged within ${age_days} days of arriving is not counted: without a login mentions of ${name} elsewhere are not public, so not everyone who engages can be seen, and what is not seen is not zero. Replies, quotes, likes and reposts under its own posts are read: below, of those here now, who acted in the last 30 days.`;
  if (missing === "not_collected" && summary.mentions_stored > 0) return `${engagementMissing(summary)}.`;
  if (missing === "not_collected")
    return `${engagementMissing(summary)}, so what they did is unknown, which is not the same as zero. ${engagementAdvice(summary)}`;
  if (missing === "one_snapshot")
    return "One list of followers cannot show who came when: everyone in it was already there.";
  if (missing === "too_few" && isUnlisted(summary)) return `Engagement cannot be compared. ${unlisted}.`;
  if (missing === "too_few")
    return `Engagement can be compared once ${smallestGroup} followers of each route have been tracked for ${age_days} days; so far there are ${whole(followback?.size ?? 0)} by followback and ${whole(organic?.size ?? 0)} organic.`;
  return `Within ${age_days} days of first sight, ${shareText(followback!)} of the followers who came by followback had replied to, quoted or mentioned ${name}, against ${shareText(organic!)} of organic followers.`;
}

/** The sentence that opens `cohorts`. */
export function cohortsAnswer(
  summary: Summary,
  {missing, followback, organic, age_days}: Comparison
): string {
  if (missing === "not_recorded") return retentionMissing;
  if (missing === "one_snapshot")
    return `Take a second snapshot of ${summary.name} to see arrivals and losses.`;
  if (missing === "too_few" && isUnread(summary)) return `${unread}.`;
  if (missing === "too_few" && isNoListComplete(summary)) return `${noListComplete}.`;
  const sizes = `${whole(followback?.size ?? 0)} by followback and ${whole(organic?.size ?? 0)} organic`;
  if (missing === "too_few" && areFarApart(summary))
    return `Retention is compared at ${age_days} days, once complete lists lie at most ${nearListDays} days from that age of ${smallestGroup} followers of each route; so far they do of ${sizes}, as they were read ${plural(Math.round(summary.gap_days!), "day")} apart (median).`;
  if (missing === "too_few")
    return `Retention can be compared once ${smallestGroup} of each route have been tracked for ${age_days} days; so far there are ${sizes}.`;
  return `At ${age_days} days, ${shareText(followback!)} of the followers by followback and ${shareText(organic!)} of organic followers still followed.`;
}

/** What the unknown routes could change, in one sentence. */
export function unknownSentence({differences}: Comparison): string | null {
  const [row] = differences;
  if (!row) return null;
  const {n_unknown, n_maybe, n_sitting, range_low, range_high} = row;
  const interval = `${points(row.range_low_95)} to ${points(row.range_high_95)}`;
  if (n_unknown + n_sitting === 0)
    return `No follower tracked for ${row.age_days} days is of unknown route; the difference is ${points(range_low)} points (95% interval ${interval}).`;
  if (n_maybe + n_sitting === 0)
    return `With all ${whole(n_unknown)} followers of unknown route tracked for ${row.age_days} days counted as organic, because no earlier follow by the account was seen, the difference is ${points(range_low)} points (95% interval ${interval}).`;
  const isAll = n_maybe === n_unknown;
  const unknown = isAll
    ? `all ${whole(n_unknown)} followers of unknown route tracked for ${row.age_days} days`
    : `the ${whole(n_maybe)} of ${whole(n_unknown)} followers of unknown route tracked for ${row.age_days} days who may be followbacks`;
  const who = [...(n_maybe > 0 ? [unknown] : []), ...(n_sitting > 0 ? [sittingWords(n_sitting)] : [])];
  return `With ${who.join(" and ")} counted as followback, then as organic${isAll ? "" : ", and the others as organic"}, the difference lies between ${points(range_low)} and ${points(range_high)} points (95% intervals ${interval}).`;
}

/** Whether the source only orders its follows. */
export const isUndated = ({people, is_dated}: Summary) => people > 0 && !is_dated;

/** How many came by which route, and why that is unknown of the others, where no more can be said of them. */
export function routesSentence(summary: Summary): string {
  const {followback, organic, pre_existing} = summary;
  const dated = newcomers(summary);
  if (isNoListComplete(summary))
    return `${plural(pre_existing, "follower")} stood in the lists; since when, the lists do not say.`;
  if (dated + pre_existing === 0) return "No follower has been seen.";
  if (dated === 0)
    return `${pre_existing === 1 ? "The only follower was" : `All ${plural(pre_existing, "follower")} were`} already there when first seen.`;
  return `Of ${plural(dated, "follower")} who came since tracking began, ${whole(followback)} came by followback and ${whole(organic)} ${organic === 1 ? "is" : "are"} organic. ${unknownCauses(summary)}`.trimEnd();
}

/** Whom no figure counts because only their name is known; empty where there is no one. */
export const leftOutSentence = ({left_out}: Summary) =>
  left_out === 0
    ? ""
    : `${plural(left_out, "person", "people")} of whom only the name is known ${left_out === 1 ? "is" : "are"} in no figure here, as lists or logs of ids may hold them too: followback names says what shows who they are.`;

/** How many count as there though the latest complete list lacks them; empty where it shows everyone. */
export const elsewhereSentence = ({only_elsewhere}: Pick<Summary, "only_elsewhere">) =>
  only_elsewhere === 0
    ? ""
    : `The latest complete list of followers lacks ${plural(only_elsewhere, "person", "people")} who ${only_elsewhere === 1 ? "counts" : "count"} as there: another source showed ${only_elsewhere === 1 ? "this person" : "them"} last, and lists of two sources do not say who left.`;

/** The two routes compared in who had engaged, and in who was retained, at the ages that pages tell. */
export const engagedCompared = (summary: Summary, rates: Rate[], differences: Difference[]) =>
  compare(summary, rates, differences, {measure: "engaged", age_days: engagedDays});
export const retainedCompared = (summary: Summary, rates: Rate[], differences: Difference[]) =>
  compare(summary, rates, differences, {measure: "retained", age_days: retainedDays});

/** Why no outreach was counted, where that says nothing of whether there was any; null where someone would have seen it. */
export function outreachUnseen(summary: Summary): string | null {
  const {name, lists, follower_lists, complete_lists, complete_follower_lists, last_taken_at} = summary;
  if (isUndated(summary))
    return `The source gives the order of follows, not their dates, so outreach of ${name} is not counted here`;
  // A follow is dated by a complete list without it, and a later one.
  const [following, complete] = [lists - follower_lists, complete_lists - complete_follower_lists];
  if (last_taken_at === null || (lists > 0 && (following < 2 || complete === 0)))
    return `Whom ${name} followed first is not known: it takes two ${following < 2 ? "" : "complete "}lists of whom it follows, or a log`;
  return null;
}

/** The sentence that opens `outreach`. */
export function outreachAnswer(
  summary: Summary,
  all: OutreachMonth | undefined,
  latency: LatencyStep[]
): string {
  const {name} = summary;
  if (all?.attempts === 0 && all.unwatched > 0)
    return `${atStart(name)} followed ${plural(all.unwatched, "account")}, and nothing has been read since that would show who followed back.`;
  if (!all || all.attempts === 0) {
    const unseen = outreachUnseen(summary);
    return unseen === null
      ? `No outreach was seen: ${name} followed no one first while it was tracked.`
      : `${unseen}.`;
  }
  if (all.unknown === all.attempts)
    return `Whom ${name} followed first is not known: of ${plural(all.attempts, "account")} the order of the two follows is not.`;
  const certain = plural(all.attempts - all.unknown, "account");
  const others =
    all.unknown > 0 ? `, and ${whole(all.unknown)} more where the order or the answer is not known` : "";
  const followed = `${atStart(name)} followed ${certain} first${others}`;
  if (all.lowest === null || all.highest === null) return `${followed}: too few to give a rate.`;
  const within = latency.find(({days}) => days === soonDays);
  const soon =
    within?.certainly != null && within.at_most != null && within.people > 0
      ? ` Of those who did, ${percentRange(within.certainly / within.people, within.at_most / within.people)} did so within a week.`
      : "";
  const later =
    all.unwatched > 0
      ? ` ${plural(all.unwatched, "account was", "accounts were")} followed after the last list that would show an answer and ${all.unwatched === 1 ? "is" : "are"} not counted.`
      : "";
  return `${followed}: ${percentRange(all.lowest, all.highest)} of them followed back.${soon}${later}`;
}

/** The sentence that opens `growth`: what came, what went. */
export function growthAnswer(summary: Summary, came: number, left: number): string {
  const {name} = summary;
  if (isUndated(summary))
    return `The source gives the order of follows, not their dates, so there are no weeks to draw. ${routesSentence(summary)}`;
  if (isUnread(summary)) return `${unread}.`;
  if (came + left === 0 && isNoListComplete(summary)) return `${noListComplete}.`;
  if (came + left === 0 && isFirstLook(summary))
    return `${oneLook(summary)}: arrivals and losses of ${name} show after the second.`;
  const {followers_now: count} = summary;
  // Of a source that records no losses, nobody knows how many still follow.
  const now =
    count === null
      ? ""
      : summary.is_retention_recorded
        ? ` It now has ${plural(count, "follower")}.`
        : ` ${plural(count, "person was", "people were")} seen to follow it${left > 0 ? " and not to leave" : ""}; how many still do is not known.`;
  const gone = !summary.is_retention_recorded
    ? `${left > 0 ? ` and lost at least ${whole(left)}` : ""} (this source does not hold every unfollow)`
    : left === 0 && summary.follower_lists > 0 && summary.complete_follower_lists < 2
      ? " (lists show losses from the second complete one on)"
      : ` and lost ${whole(left)}`;
  return `Since ${day(summary.first_day)} ${name} gained ${plural(came, "follower")}${gone}, those who came back counted in.${now}`;
}

/** Of which time the bars of weeks and months are; empty where there are none. */
export const partSentence = ({first_day, last_day}: Summary, bars: number) =>
  bars === 0
    ? ""
    : `Data go from ${day(first_day)} to ${day(last_day)}, so that the first and the last bar may count a part of a week or month.`;

/** The sentence that opens `quality`. */
export function qualityAnswer(summary: Summary): string {
  if (isUnread(summary)) return `${unread}.`;
  if (summary.lists === 0)
    return `No list was read: this source records follows one by one. ${routesSentence(summary)}`;
  const dated = summary.followback + summary.organic + summary.unknown;
  const share =
    dated > 0
      ? ` Of ${plural(dated, "dated follower")} the route of ${whole(summary.unknown)} is unknown.`
      : "";
  const gap =
    summary.gap_days === null ? "" : `, a complete followers list ${every(summary.gap_days)} (median)`;
  const partial =
    summary.partial_lists === 0
      ? "none came back partial"
      : `${whole(summary.partial_lists)} came back partial and ${summary.partial_lists === 1 ? "says" : "say"} nothing about who left`;
  return `${plural(summary.snapshots, "snapshot")} with ${plural(summary.lists, "list")}${gap}; ${partial}.${share}`;
}

/** Whether the archives hold the account's own posts. Empty where they all do. */
export function ownPostsSentence(own: OwnPosts | undefined): string {
  if (!own || own.archives_without === 0) return "";
  const {archives, archives_without, posts_counted} = own;
  const which =
    archives_without < archives
      ? `${whole(archives_without)} of ${plural(archives, "archive")} ${archives_without === 1 ? "lacks its" : "lack their"} file`
      : archives === 1
        ? "the archive lacks its file"
        : `all ${plural(archives, "archive")} lack their file`;
  const counted =
    posts_counted === null
      ? ""
      : `, though ${archives_without > 1 ? "one" : "the"} manifest counts ${plural(posts_counted, "post")}`;
  return `Own posts: not collected${archives_without < archives ? " from every archive" : ""}, which is not the same as none: ${which} of posts${counted}. The lists of followers and following are not touched by it. An archive asked of X again should hold it.`;
}
