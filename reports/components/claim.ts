import {smallestGroup} from "./compare.js";
import {day, percent, plural, whole} from "./format.js";
import type {Claim} from "./rows.js";

/** What there is to say of one statement: its verdict, or why there is none. */
export type Standing = Claim["verdict"] | "not collected" | "too few" | "too early";

/** How a statement is put into words beside the mart's own. */
interface Words {
  /** What somebody of a route did, after "3% of them". */
  did: (name: string) => string;
  /** What a difference above 0 means, in people: fewer or more of them did it. */
  above: "fewer" | "more";
  /** The notebook with the chart behind it, and how a link to it reads. */
  page: string;
  link: string;
}

const words: Record<string, Words> = {
  engage_less: {
    did: (name) => `replied to, quoted or mentioned ${name} within 30 days`,
    above: "fewer",
    page: "engagement",
    link: "The chart behind it: who engages, and when"
  },
  leave_sooner: {
    did: () => "had left by 90 days",
    above: "more",
    page: "cohorts",
    link: "The chart behind it: who is still there, month by month"
  },
  count_builders: {
    did: () => "followed 1,000 accounts or more, with about as many following them, when first seen",
    above: "more",
    page: "method",
    link: "How it is counted"
  }
};

/** What a statement would need, where that was not collected. */
const wanting: Record<string, string> = {
  engagement: "no source so far contains replies, quotes or mentions by followers",
  interests: "what followers post on the brand’s topics is not read",
  "other followers": "what followers say to each other is not read",
  retention: "no source so far records who leaves",
  profiles: "no source so far says how many accounts they follow",
  arrival: "how closely arrivals follow each other is not measured yet",
  hours: "the hours spent on outreach are not recorded",
  visits: "visits, sign-ups and sales are not recorded"
};

/** Whether the statement has a verdict, and which; one nobody asked is not collected. */
export function standingOf(claim: Claim | undefined): Standing {
  if (!claim?.is_collected) return "not collected";
  if (claim.looked_at === null) return "too early";
  if (Math.min(claim.n_followback, claim.n_organic) < smallestGroup) return "too few";
  return claim.verdict;
}

/** The two main statements' standing, which decides the words of a page. */
export interface Standings {
  engage: Standing;
  leave: Standing;
}

export const standings = (claims: Claim[]): Standings => ({
  engage: standingOf(claims.find(({claim}) => claim === "engage_less")),
  leave: standingOf(claims.find(({claim}) => claim === "leave_sooner"))
});

/** The quarter's last day, of the midnight after it. */
export const quarterEnd = (looked_at: string) =>
  day(new Date(new Date(looked_at).getTime() - 1).toISOString());

/** The first quarter end on or after a day, as its last day. */
export function nextQuarterEnd(iso: string): string {
  const date = new Date(iso);
  return day(
    new Date(Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 0)).toISOString()
  );
}

/** A size in percentage points without its sign; one digit after the point below 10, as `like` (itself) has. */
const size = (difference: number, like = difference) => {
  const text = Math.abs(difference * 100).toFixed(Math.abs(like) < 0.0995 ? 1 : 0);
  return text === "0.0" ? "0" : text;
};

const opposite = {fewer: "more", more: "fewer"} as const;

/** `15 points fewer`; `no difference` where it rounds to nothing. */
export function pointsInWords(difference: number, above: "fewer" | "more"): string {
  if (size(difference) === "0") return "no difference";
  return `${size(difference)} points ${difference > 0 ? above : opposite[above]}`;
}

/** `12 to 17`, with words where the ends lie on different sides of nothing: `1.2 more to 3.0 fewer`. */
export function spanInWords(low: number, high: number, above: "fewer" | "more"): string {
  const [least, most] = [low, high].sort((a, b) => Math.abs(a) - Math.abs(b)) as [number, number];
  const [from, to] = [size(least, most), size(most)];
  if (low >= 0 || high <= 0) return from === to ? to : `${from} to ${to}`;
  return `${size(low, most)} ${opposite[above]} to ${size(high, most)} ${above}`;
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
  const known = words[claim.claim];
  const text = {
    statement: claim.statement.replace("'", "’"),
    standing,
    needed: null,
    page: known?.page ?? null,
    link: known?.link ?? null
  };
  const {difference, low, high, range_low, range_high} = claim;
  if (standing === "not collected" || !known)
    return {
      ...text,
      standing: "not collected",
      verdict: "Not clear yet: not collected",
      number: null,
      interval: null,
      because: capital(`${wanting[claim.needs] ?? `it needs ${claim.needs}`}.`),
      page: null,
      link: null
    };
  if (standing === "too early")
    return {
      ...text,
      verdict: "Not clear yet: no quarter end has passed",
      number: null,
      interval: null,
      because: ""
    };
  if (standing === "too few" || difference === null || low === null || high === null)
    return {
      ...text,
      verdict: "Not clear yet: too few people",
      number: null,
      interval: null,
      because: `It takes ${smallestGroup} followers of each route who have been tracked long enough; at the quarter end there were ${whole(claim.n_followback)} by followback and ${whole(claim.n_organic)} organic.`
    };
  const unknown =
    claim.n_unknown > 0 && range_low !== null && range_high !== null
      ? `; ${spanInWords(range_low, range_high, known.above)} with ${eitherSide(claim)} on either side`
      : "";
  const rests = `${percent(claim.x_followback! / claim.n_followback)} of ${whole(claim.n_followback)} by followback ${known.did(name)}, against ${percent(claim.x_organic! / claim.n_organic)} of ${whole(claim.n_organic)} organic.`;
  return {
    ...text,
    verdict: capital(standing),
    number: pointsInWords(difference, known.above),
    interval: `99% interval ${spanInWords(low, high, known.above)}${low < 0 && high > 0 ? "" : " points"}${unknown}`,
    because: rests,
    needed: standing === "cannot tell yet" ? neededSentence(claim) : null
  };
}

/** Whom the range puts on either side. */
const eitherSide = ({n_unknown, n_maybe}: Claim) =>
  n_maybe === n_unknown
    ? `the ${whole(n_unknown)} of unknown route`
    : `the ${whole(n_maybe)} of ${whole(n_unknown)} of unknown route who may be follow backs`;

/** What would settle it, and when that is reached at the present rate. */
export function neededSentence({needed_people, needed_by, looked_at, n_unknown}: Claim): string {
  if (needed_people === null && n_unknown === 0)
    return "More people would hardly settle it: the difference lies at the edge of what matters.";
  if (needed_people === null)
    return "More people would not settle it: those of unknown route could tip it either way. Surer arrival times would.";
  if (needed_people === 0) return "The next quarter end should settle it.";
  const sample = `About ${plural(needed_people, "more person", "more people")} would settle it`;
  const years =
    needed_by && looked_at ? (Date.parse(needed_by) - Date.parse(looked_at)) / (365.25 * 864e5) : null;
  if (years === null) return `${sample}, but no new followers come at present.`;
  return years > 10
    ? `${sample}: more than ten years at the present rate, so any difference is small.`
    : `${sample}; at the present rate that is on ${day(needed_by)}.`;
}

const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;
