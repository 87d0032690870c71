import {percent, plural, whole} from "./format.js";
import {bySitting, sittingWords} from "./sittings.js";
import type {Middle, Summary} from "./rows.js";
import {droppedFollowCountsDays, longestFollowingGapDays, smallestGroup} from "./thresholds.js";

const sameGap = "both follows began between the same two lists";
/** The same where follows are records, whose times differ from clock to clock. */
const sameMinutes = "both follows began within four minutes of each other, or between the same two snapshots";

/** Of a follow by the account, which has a record but no date that can be believed. */
const noDate = "the account’s own follow has no sure date";
const thereBefore = "the account’s own follow was there before anybody read a list of them";

/** Why a route is unknown, for so many people, in the order of the mart `followers`. */
const causes: [count: (summary: Summary) => number, words: string][] = [
  [(d) => d.unknown_same_gap, sameGap],
  [(d) => d.unknown_undated_follow, thereBefore],
  [
    (d) => d.unknown_may_have_ended,
    `the account had followed first, but may have unfollowed over ${droppedFollowCountsDays} days before they came`
  ],
  [
    (d) => d.unknown_log_only,
    "only a log from before the first list says that the account had followed first"
  ],
  [
    (d) => d.unknown_gap_too_wide,
    `no earlier follow by the account was seen, but the lists that would show one lie more than ${longestFollowingGapDays} days apart`
  ],
  [
    (d) => d.unknown_no_following_list,
    "no list of whom the account follows was read before they came, or none after"
  ]
];

/** What is otherwise where follows are records. */
const ofRecords: Record<string, string> = {[sameGap]: sameMinutes, [thereBefore]: noDate};

/** Why routes are unknown, with how many people each cause stands for. Empty where nobody is of unknown route. */
export function unknownCauses(summary: Summary): string {
  const parts = causes.flatMap(([count, words]) =>
    count(summary) > 0
      ? [[count(summary), (summary.has_records ? ofRecords[words] : undefined) ?? words] as const]
      : []
  );
  if (parts.length === 0) return "";
  if (parts.length === 1)
    return `The route of ${plural(summary.unknown, "follower")} is unknown because ${parts[0]![1]}.`;
  const list = parts.map(([people, words]) => `of ${whole(people)} because ${words}`).join("; ");
  return `The route of ${plural(summary.unknown, "follower")} is unknown: ${list}.`;
}

/** Of the unknown, who cannot be followbacks and on what condition. Empty where all may be. */
export function neverSentence({unknown, unknown_maybe, widest_gap_days}: Summary): string {
  if (unknown_maybe >= unknown) return "";
  const apart =
    widest_gap_days === null ? "" : `, at most ${plural(Math.round(widest_gap_days), "day")} apart`;
  const others = unknown_maybe === 0 ? "they count" : `the other ${whole(unknown - unknown_maybe)} count`;
  return `In every range ${others} as organic: they could be followbacks only if the account followed and dropped them between two of its following lists${apart}.`;
}

/** A span of chances wider than this leaves a model nothing to say. */
const widestSpan = 0.5;

/** How large the share of followbacks among dated arrivals can be, and where in that range a model puts it. */
export function unknownRange(summary: Summary, middle: Middle | undefined): string {
  const {followback, organic, unknown, unknown_maybe, followback_sitting, organic_sitting} = summary;
  const dated = followback + organic + unknown;
  if (summary.is_dated_too_few)
    return dated === 0
      ? "No dated arrival yet."
      : `${plural(dated, "dated arrival")} so far: fewer than ${smallestGroup} are too few for a share.`;
  const sittings = bySitting(summary);
  if (unknown + sittings === 0)
    return `No follower is of unknown route: ${percent(followback / dated)} of ${whole(dated)} arrivals came by followback.`;
  const [least, most] = [
    percent((followback - followback_sitting) / dated),
    percent((followback + organic_sitting + unknown_maybe) / dated)
  ];
  const span = least === most ? least : `From ${least} to ${most}`;
  const how =
    unknown_maybe === unknown
      ? `the ${whole(unknown)} of unknown route may be none of them or all`
      : unknown_maybe === 0
        ? `of the ${whole(unknown)} of unknown route no earlier follow by the account was seen`
        : `of the ${whole(unknown)} of unknown route at most ${whole(unknown_maybe)}, whom the account may have followed first`;
  const either = [
    ...(unknown > 0 ? [how] : []),
    ...(sittings > 0 ? [`${sittingWords(sittings)} may be none of them or all`] : [])
  ].join(", and ");
  const range = [`${span} of ${whole(dated)} arrivals came by followback: ${either}.`, neverSentence(summary)]
    .filter(Boolean)
    .join(" ");
  if (middle === undefined) return range;
  const {expected_followbacks: expected, chance, low_95: low, high_95: high} = middle;
  if (expected === null || chance === null || low === null || high === null || high - low > widestSpan)
    return `${range} How many of the unknown probably were, the account’s own weeks do not tell: that takes many weeks, some with much outreach and some with little, and an account that follows back as often in either.`;
  const others = unknown - middle.unknown_people;
  const rest =
    others > 0 ? ` The model leaves out the other ${whole(others)}, whose order is not what is unknown.` : "";
  const spanned = `${percent(low)} to ${percent(high)} of them would fit nearly as well`;
  return `${range} A model expects about ${whole(expected)} of ${whole(middle.unknown_people)} unknown to be followbacks (${percent(chance)}; ${spanned}), which would make it ${percent((followback + expected) / dated)}. It learns that from the account’s weeks with and without outreach, and takes it to follow back as often in either. The range is what is known.${rest}`;
}
