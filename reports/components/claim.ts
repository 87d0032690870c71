import {capital, day, inWords, percent, plural, whole} from "./format.js";
import type {Claim} from "./rows.js";
import {sittingWords} from "./sittings.js";
import {differenceOfUnevenness, fewestWeeksOfArrivals, timesOfChance, unevennessSpan} from "./unevenness.js";
import {ofHour, perHourDifference, perHourSpan} from "./per-hour.js";
import {retainedDays, smallestGroup} from "./thresholds.js";

/** What there is to say of one statement: its verdict, or why there is none. */
export type Standing = Claim["verdict"] | "not collected" | "too few" | "too early";

/** Whether the statement has a verdict, and which; one nobody asked is not collected. */
export function standingOf(claim: Claim | undefined): Standing {
  if (!claim?.is_collected) return "not collected";
  if (claim.evaluated_at === null) return "too early";
  if (claim.is_followback_too_few || claim.is_organic_too_few) return "too few";
  return claim.verdict;
}

/** The two main claims, of which the headline and what to do next are made. */
export interface MainClaims<T> {
  engage: T;
  leave: T;
}

export type Standings = MainClaims<Standing>;

/** The two main claims' rows. */
export const mainClaims = (claims: Claim[]): MainClaims<Claim | undefined> => ({
  engage: claims.find(({claim}) => claim === "engage_less"),
  leave: claims.find(({claim}) => claim === "leave_sooner")
});

/** The two main claims' standing, which decides the words of a page. */
export function standings(claims: Claim[]): Standings {
  const {engage, leave} = mainClaims(claims);
  return {engage: standingOf(engage), leave: standingOf(leave)};
}

/** The claims that data can decide, in their order: the only ones that pages show one by one. */
export const askedClaims = (claims: Claim[]) => claims.filter(({is_asked}) => is_asked);

/** Which claims are not asked, and what they need, or what an experiment says of them, in one line; null where all are asked. */
export function notAskedLine(claims: Claim[]): string | null {
  const apart = claims.filter(({is_asked}) => !is_asked);
  const unasked = apart.filter(({is_collected}) => !is_collected);
  const plain = (words: string) => words.replaceAll("'", "’");
  const lines = apart
    .filter(({is_collected}) => is_collected)
    .map(({statement, verdict}) => `By an experiment: “${plain(statement)}”: ${verdict}.`);
  if (unasked.length === 0) return lines.length > 0 ? lines.join(" ") : null;
  const titles = unasked.map(({title}) => plain(title));
  const needs = [...new Set(unasked.map(({wanting}) => `${capital(plain(wanting))}.`))];
  return [`Not asked yet: do they ${inWords(titles, "or")}? ${needs.join(" ")}`, ...lines].join(" ");
}

/** A claim as a question: `Leave sooner?` */
export const questionOf = ({title}: Claim) => `${capital(title)}?`;

/** The quarter's last day, of the midnight after it. */
export const quarterEnd = (evaluated_at: string) =>
  day(new Date(new Date(evaluated_at).getTime() - 1).toISOString());

/** The first quarter end on or after a day, as its last day. */
export function nextQuarterEnd(iso: string): string {
  const date = new Date(iso);
  return day(
    new Date(Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 0)).toISOString()
  );
}

/** A size in percentage points without its sign; one digit after the point below 10, as `like` (itself) has, or where it would read as none. */
const size = (difference: number, like = difference) => {
  const [value, least] = [Math.abs(difference * 100), Math.abs(like) < 0.0995 ? 1 : 0];
  if (value === 0) return "0";
  const texts = [least, 1].map((digits) => value.toFixed(digits));
  return texts.find((text) => Number(text) > 0) ?? "under 0.1";
};

const opposite = {fewer: "more", more: "fewer"} as const;

/** `15 points fewer`; `no difference` where there is none. */
export function pointsInWords(difference: number, above: "fewer" | "more"): string {
  if (difference === 0) return "no difference";
  return `${size(difference)} points ${difference > 0 ? above : opposite[above]}`;
}

/** `12 to 17`, with words where the ends lie on different sides of nothing: `1.2 more to 3.0 fewer`. */
export function spanInWords(low: number, high: number, above: "fewer" | "more"): string {
  const [least, most] = [low, high].sort((a, b) => Math.abs(a) - Math.abs(b)) as [number, number];
  if (low < 0 && high > 0) return `${size(low, most)} ${opposite[above]} to ${size(high, most)} ${above}`;
  // Ends that differ read differently, as far as a digit more can tell.
  const spans = [most, 0].map((like) => [size(least, like), size(most, like)] as const);
  const [from, to] = spans.find(([from, to]) => from !== to) ?? spans[0]!;
  return from === to ? to : `${from} to ${to}`;
}

/** One statement as the pages and the digest print it. */
export interface ClaimText {
  statement: string;
  standing: Standing;
  /** `Supported`, `Not clear yet: not collected`. */
  verdict: string;
  /** The difference in few words, or null. */
  number: string | null;
  /** Its 99 % interval and its range, or null. */
  interval: string | null;
  /** What it assumes, or what is wanting. */
  because: string;
  /** What would settle it, where people were counted and it cannot be told yet. */
  needed: string | null;
  page: string | null;
  link: string | null;
}

export function claimText(claim: Claim, name: string): ClaimText {
  const standing = standingOf(claim);
  const {did, above, page, link} = claim;
  const text = {statement: claim.statement.replaceAll("'", "’"), standing, needed: null, page, link};
  const {difference, low, high, range_low, range_high} = claim;
  if (standing === "not collected" || did === null || above === null)
    return {
      ...text,
      standing: "not collected",
      verdict: `Not clear yet: not ${claim.unit === "unevenness" ? "measured" : "collected"}`,
      number: null,
      interval: null,
      because: capital(`${claim.wanting.replaceAll("'", "’")}.`),
      page: null,
      link: null
    };
  if (standing === "too early")
    return {
      ...text,
      verdict: "Not clear yet: no list of followers after a quarter end",
      number: null,
      interval: null,
      because: ""
    };
  if (claim.unit === "unevenness") return {...text, ...unevennessText(claim, standing)};
  if (claim.unit === "per_hour") return {...text, ...perHourText(claim, standing)};
  if (standing === "too few" || difference === null || low === null || high === null)
    return {
      ...text,
      verdict: "Not clear yet: too few people",
      number: null,
      interval: null,
      because: `It takes ${smallestGroup} followers of each route who have been tracked long enough${claim.claim === "leave_sooner" ? `, with a complete list near their ${retainedDays}th day` : ""}; at the quarter end there were ${whole(claim.n_followback)} by followback and ${whole(claim.n_organic)} organic.`
    };
  const unknown =
    claim.n_unknown + claim.n_sitting > 0 && range_low !== null && range_high !== null
      ? `; ${spanInWords(range_low, range_high, above)} with ${eitherSide(claim)} counted either way`
      : "";
  const rests = `${shareOfRoute(claim, "followback")} by followback ${did.replace("{name}", () => name)}, against ${shareOfRoute(claim, "organic")} organic.${isSampled(claim) ? " These are weighted shares of a sample." : ""}`;
  return {
    ...text,
    verdict: capital(standing),
    number: pointsInWords(difference, above),
    interval: `99% interval ${spanInWords(low, high, above)}${low < 0 && high > 0 ? "" : " points"}${unknown}`,
    because: rests,
    needed: standing === "cannot tell yet" ? neededSentence(claim) : null
  };
}

/** Whether the claim was counted from a sample, so that its shares are weighted. */
const isSampled = ({unit, value_followback}: Claim) => unit === "share" && value_followback !== null;

/** `4.1% of 1,403` */
function shareOfRoute(claim: Claim, route: "followback" | "organic"): string {
  const size = claim[`n_${route}`];
  return `${percent(isSampled(claim) ? claim[`value_${route}`]! : claim[`x_${route}`]! / size)} of ${whole(size)}`;
}

type Said = Pick<ClaimText, "verdict" | "number" | "interval" | "because" | "needed">;

/** How a claim that is no difference of shares puts its figures into words. */
interface Wording {
  /** What it takes, where there are too few people. */
  few: string;
  number: (difference: number) => string;
  span: (low: number, high: number) => string;
  /** Who is counted either way in the range. */
  unknown: () => string;
  because: () => string;
  needed: () => string;
}

/** What is said of such a claim. */
function valueText(claim: Claim, standing: Standing, wording: Wording): Said {
  const {difference, low, high, range_low, range_high} = claim;
  if (standing === "too few" || difference === null || low === null || high === null)
    return {
      verdict: "Not clear yet: too few people",
      number: null,
      interval: null,
      because: wording.few,
      needed: null
    };
  const unknown =
    claim.n_unknown + claim.n_sitting > 0 && range_low !== null && range_high !== null
      ? `; ${wording.span(range_low, range_high)} with ${wording.unknown()} counted either way`
      : "";
  return {
    verdict: capital(standing),
    number: wording.number(difference),
    interval: `99% interval ${wording.span(low, high)}${unknown}`,
    because: wording.because(),
    needed: standing === "cannot tell yet" ? wording.needed() : null
  };
}

/** The same of a claim about how unevenly followers arrive. */
function unevennessText(claim: Claim, standing: Standing): Said {
  const {value_followback, value_organic, quiet_difference, quiet_low, quiet_high} = claim;
  const quiet =
    quiet_difference === null || quiet_low === null || quiet_high === null
      ? "Too few days were without outreach in the three days before to look at these alone."
      : `On days without outreach in the three days before it is ${differenceOfUnevenness(quiet_difference)} (99% interval ${unevennessSpan(quiet_low, quiet_high)}).`;
  return valueText(claim, standing, {
    few: `It takes ${fewestWeeksOfArrivals} whole weeks with a list every day and at least one arrival a day by each route; at the quarter end ${plural(claim.n_followback, "person", "people")} by followback and ${whole(claim.n_organic)} organic ones had come in such weeks.`,
    number: (difference) => `unevenness ${differenceOfUnevenness(difference)}`,
    span: unevennessSpan,
    unknown: () => eitherSide(claim),
    because: () =>
      `Two followers by followback who came in one week share a day ${timesOfChance(value_followback!)} as often as by chance, two organic ones ${timesOfChance(value_organic!)}. ${quiet}`,
    needed: () => neededOfUnevenness(claim)
  });
}

/** The same of a claim about what an hour of outreach brings. */
const perHourText = (claim: Claim, standing: Standing): Said =>
  valueText(claim, standing, {
    few: `It takes ${smallestGroup} people of each kind whom campaigns with recorded hours turned to, long enough ago; at the quarter end there were ${whole(claim.n_followback)} found by a followback hashtag and ${whole(claim.n_organic)} found elsewhere.`,
    number: (difference) => `${perHourDifference(difference)} per hour`,
    span: perHourSpan,
    unknown: () => "whatever is not certain",
    because: () =>
      `An hour of outreach brought ${ofHour(claim.value_followback!)} engaged followers from followback hashtags, and ${ofHour(claim.value_organic!)} from all other places.`,
    needed: () => neededSentence(claim)
  });

/** Why the claim is open although people arrived, and what would settle it. */
function neededOfUnevenness(claim: Claim): string {
  const {difference, low, matters, needed_people, quiet_difference} = claim;
  if (low! > 0 && difference! < matters)
    return `It supports the claim only from ${matters} on, and this is less.`;
  if (low! > 0 && (quiet_difference === null || quiet_difference < matters))
    return "It supports the claim only if it is as large without outreach: bursts of the account’s own making say nothing of its followers.";
  return needed_people === null
    ? "More people alone would not settle it: it has to be large with those of unknown route counted either way, and on days without outreach."
    : neededSentence(claim);
}

/** Whom the range puts on either side. */
function eitherSide({n_unknown, n_maybe, n_sitting}: Claim): string {
  const unknown =
    n_maybe === n_unknown
      ? `the ${whole(n_unknown)} of unknown route`
      : `the ${whole(n_maybe)} of ${whole(n_unknown)} of unknown route who may be followbacks`;
  return [...(n_unknown > 0 ? [unknown] : []), ...(n_sitting > 0 ? [sittingWords(n_sitting)] : [])].join(
    " and "
  );
}

/** What would settle it, and when that is reached at the present rate. */
export function neededSentence({
  needed_people,
  needed_by,
  evaluated_at,
  n_unknown,
  n_sitting
}: Claim): string {
  if (needed_people === null && n_unknown + n_sitting === 0)
    return "More people would hardly settle it: the difference lies at the edge of what matters.";
  if (needed_people === null)
    return "More people would not settle it: those of unknown route could tip it either way. Surer arrival times would.";
  if (needed_people === 0) return "The next quarter end should settle it.";
  const sample = `About ${plural(needed_people, "more person", "more people")} would settle it`;
  const years =
    needed_by && evaluated_at ? (Date.parse(needed_by) - Date.parse(evaluated_at)) / (365.25 * 864e5) : null;
  if (years === null) return `${sample}, but no new followers come at present.`;
  return years > 10
    ? `${sample}: more than ten years at the present rate.`
    : `${sample}; at the present rate that is on ${day(needed_by)}.`;
}
