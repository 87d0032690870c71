import {compare, smallestGroup, type Comparison} from "./compare.js";
import {atStart, day, percent, percentRange, plural, points, whole} from "./format.js";
import {wilson, type Count} from "./interval.js";
import {unknownCauses} from "./unknown.js";
import type {LatencyStep, OutreachMonth, OwnPosts, Rate, Summary} from "./rows.js";

/** `4.1% (95% interval 3.2–5.3%, 58 of 1,403)` */
export function share(count: Count): string {
  const {share, low, high} = wilson(count);
  return `${percent(share)} (95% interval ${percentRange(low, high)}, ${whole(count.hits)} of ${whole(count.size)})`;
}

/** What would let engagement be collected, for the sources there are. */
function engagementAdvice({sources}: Summary): string {
  const fromX =
    "followback snapshot --incremental every day and followback snapshot every week, with a token of X’s API, read mentions, replies and quotes from then on";
  if (sources.includes("x-api")) return `Run this: ${fromX}.`;
  const why = sources.includes("x-archive")
    ? "An X archive does not contain other people’s interactions, however many archives you import"
    : "The source contains follows, not interactions";
  return `${why}. Two things would help: ${fromX}; or import a table of interactions with followback import.`;
}

function engagedSentence(summary: Summary, {missing, followback, organic, age_days}: Comparison): string {
  const {name} = summary;
  if (missing === "not_collected")
    return `Engagement: not collected. No source so far contains replies, quotes or mentions by followers, so what they did is unknown, which is not the same as zero. ${engagementAdvice(summary)}`;
  if (missing === "one_snapshot")
    return "One list of followers cannot show who came when: everyone in it was already there.";
  if (missing === "too_few")
    return `Engagement can be compared once ${smallestGroup} followers of each route have been tracked for ${age_days} days; so far there are ${whole(followback.size)} by followback and ${whole(organic.size)} organic.`;
  return `Within ${age_days} days of first sight, ${share(followback)} of the followers who came by followback had replied to, quoted or mentioned ${name}, against ${share(organic)} of organic followers.`;
}

function keptSentence(summary: Summary, {missing, followback, organic, age_days}: Comparison): string {
  if (missing === "not_recorded")
    return `Retention: not recorded by this source, which lists follows but never unfollows.`;
  if (missing === "one_snapshot")
    return `Take a second snapshot of ${summary.name} to see arrivals and losses.`;
  if (missing === "too_few")
    return `Retention can be compared once ${smallestGroup} followers of each route have been tracked for ${age_days} days; so far there are ${whole(followback.size)} by followback and ${whole(organic.size)} organic.`;
  return `At ${age_days} days, ${share(followback)} of the first and ${share(organic)} of the second still followed.`;
}

/** What the unknown routes could change, in one sentence. */
export function unknownSentence({differences, unknown, maybe}: Comparison): string | null {
  if (!differences) return null;
  if (unknown.size === 0)
    return `No follower is of unknown route; the difference is ${points(differences[1].share)} points (95% interval ${points(differences[1].low)} to ${points(differences[1].high)}).`;
  const [low, high] = [
    Math.min(...differences.map((d) => d.low)),
    Math.max(...differences.map((d) => d.high))
  ];
  const shares = differences.map(({share}) => share).sort((a, b) => a - b);
  const never = unknown.size - maybe.size;
  if (maybe.size === 0)
    return `With all ${whole(unknown.size)} followers of unknown route counted as organic, because no earlier follow by the account was seen, the difference is ${points(shares[0]!)} points (95% interval ${points(low)} to ${points(high)}).`;
  const who =
    never === 0
      ? `all ${whole(unknown.size)} followers of unknown route counted`
      : `the ${whole(maybe.size)} of ${whole(unknown.size)} followers of unknown route who may be followbacks counted`;
  return `With ${who} as followback, then as organic${never === 0 ? "" : ", and the others as organic"}, the difference lies between ${points(shares[0]!)} and ${points(shares[1]!)} points (95% intervals ${points(low)} to ${points(high)}).`;
}

/** Whether the source only orders its follows. */
export const isUndated = ({people, is_dated}: Summary) => people > 0 && !is_dated;

/** How many came by which route, and why that is unknown of the others, where no more can be said of them. */
export function routesSentence(summary: Summary): string {
  const {followback, organic, unknown, pre_existing} = summary;
  const dated = followback + organic + unknown;
  if (dated === 0) return `All ${plural(pre_existing, "follower")} were there when tracking began.`;
  return `Of ${plural(dated, "follower")} who came since tracking began, ${whole(followback)} came by followback and ${whole(organic)} are organic. ${unknownCauses(summary)}`.trimEnd();
}

/** The sentence that opens `cohorts`. */
export function cohortsAnswer(summary: Summary, rates: Rate[]): string {
  return keptSentence(summary, compare(summary, rates, "kept", 90))
    .replace("of the first and", "of the followers by followback and")
    .replace("of the second still", "of organic followers still");
}

/** The sentence that opens `engagement`. */
export function engagementAnswer(summary: Summary, rates: Rate[]): string {
  return engagedSentence(summary, compare(summary, rates, "engaged", 30));
}

/** The sentence that opens `outreach`. */
export function outreachAnswer(
  {name}: Summary,
  all: OutreachMonth | undefined,
  latency: LatencyStep[]
): string {
  if (!all || all.attempts === 0)
    return `No outreach was seen: ${name} followed no one first while it was tracked.`;
  if (all.lowest === null || all.highest === null)
    return `${atStart(name)} followed ${plural(all.attempts, "account")} first: too few to give a rate.`;
  const within = latency.find(({days}) => days === 7);
  const soon =
    within?.certainly != null && within.at_most != null && within.people > 0
      ? ` Of those who did, ${percentRange(within.certainly / within.people, within.at_most / within.people)} did so within a week.`
      : "";
  const certain = plural(all.attempts - all.unknown, "account");
  const others = all.unknown > 0 ? `, and ${whole(all.unknown)} more where the order is not known` : "";
  return `${atStart(name)} followed ${certain} first${others}: ${percentRange(all.lowest, all.highest)} of them followed back.${soon}`;
}

/** The sentence that opens `growth`: what came, what went. */
export function growthAnswer(summary: Summary, came: number, left: number): string {
  const {name} = summary;
  if (isUndated(summary))
    return `The source gives the order of follows, not their dates, so there are no weeks to draw. ${routesSentence(summary)}`;
  if (came + left === 0 && summary.snapshots < 2)
    return `One snapshot so far: arrivals and losses of ${name} show after the second.`;
  const now =
    summary.followers_now === null ? "" : ` It now has ${plural(summary.followers_now, "follower")}.`;
  const gone = summary.is_retention_recorded
    ? ` and lost ${whole(left)}`
    : " (losses are not recorded by this source)";
  return `Since ${day(summary.first_taken_at)} ${name} gained ${plural(came, "follower")}${gone}, those who came back counted in.${now}`;
}

/** The sentence that opens `quality`. */
export function qualityAnswer(summary: Summary): string {
  if (summary.lists === 0)
    return `No list was read: this source records follows one by one. ${routesSentence(summary)}`;
  const dated = summary.followback + summary.organic + summary.unknown;
  const share =
    dated > 0
      ? ` Of ${plural(dated, "dated follower")} the route of ${whole(summary.unknown)} is unknown.`
      : "";
  const gap =
    summary.gap_days === null
      ? ""
      : `, a complete followers list every ${plural(Math.max(1, Math.round(summary.gap_days)), "day")} (median)`;
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
      : `, though the manifest counts ${plural(posts_counted, "post")}${archives_without > 1 ? " in all" : ""}`;
  return `Own posts: not collected${archives_without < archives ? " from every archive" : ""}, which is not the same as none: ${which} of posts${counted}. The lists of followers and following are not touched by it. An archive asked of X again should hold it.`;
}
