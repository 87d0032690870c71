import {routesSentence} from "./answer.js";
import {
  mainClaims,
  nextQuarterEnd,
  pointsInWords,
  quarterEnd,
  spanInWords,
  standingOf,
  standings,
  type Standing,
  type Standings
} from "./claim.js";
import {
  areFarApart,
  engagementMissing,
  isFirstLook,
  isNoListComplete,
  isUnread,
  newcomers,
  noListComplete,
  oneLook,
  retentionMissing,
  unread
} from "./compare.js";
import {capital, every, plural, whole} from "./format.js";
import {nextSteps, type Step} from "./next-steps.js";
import type {CampaignResult, Claim, Summary} from "./rows.js";
import {engagedDays, retainedDays, smallestGroup} from "./thresholds.js";

/** Everything `index`, the overview, the digest and the link preview say in words. */
export interface Findings {
  /** The answer in one line. */
  headline: string;
  /** The same in plain words, then the two key numbers. */
  paragraph: string[];
  /** When the verdicts were reached, and what they do not say. */
  certainty: string;
  next: Step[];
  /** What is said after the paragraph, of those who came later; empty where the paragraph is about them. */
  later: string[];
}

export function findings(
  summary: Summary,
  claims: Claim[],
  attempts: number,
  campaigns: CampaignResult[] = []
): Findings {
  const stand = standings(claims);
  const special = specialCase(summary, attempts);
  return {
    headline: special ?? headlineOf(summary, claims, stand),
    paragraph: paragraphOf(summary, claims, stand, special !== null),
    certainty: certaintyOf(summary, claims, stand),
    next: nextSteps(summary, claims, stand, attempts, campaigns),
    later: []
  };
}

/** What is true before any statement is asked: there is nobody to ask it of. Where follows are records, of those who came later. */
function specialCase(summary: Summary, attempts: number): string | null {
  const {followback, unknown, followers_now, has_records} = summary;
  const came = newcomers(summary);
  const people = has_records && came > 0 ? came : summary.people;
  if (isNoListComplete(summary)) return noListComplete;
  if (isUnread(summary)) return unread;
  if (isFirstLook(summary)) return `${oneLook(summary)}: routes appear after the second`;
  if (people === 0) return "No followers so far";
  const noneCame = `${has_records ? "No new follower is known" : "No new followers so far"}: ${people === 1 ? "the only one was" : "all of them were"} already there when first seen`;
  if (came === 0 && has_records) return noneCame;
  if (summary.is_retention_recorded && followers_now === 0)
    return people === 1
      ? "No follower is left: the only one has gone"
      : `No follower is left: all ${whole(people)} have gone`;
  if (people === 1) return "One follower so far: no comparison is possible";
  if (came === 0) return noneCame;
  if (followback > 0 || unknown > 0) return null;
  return attempts === 0 && summary.is_dated
    ? "No outreach was seen, so no follower came by followback"
    : "No one has followed back so far, so there is nothing to compare";
}

const isDecided = (standing: Standing) =>
  standing === "supported" || standing === "contradicted" || standing === "no difference that matters";

const engages: Partial<Record<Standing, string>> = {
  supported: "engage less",
  contradicted: "engage more",
  "no difference that matters": "engage about as much as the others"
};

const leaves: Partial<Record<Standing, string>> = {
  supported: "leave sooner",
  contradicted: "stay longer",
  "no difference that matters": "stay as long"
};

function headlineOf(summary: Summary, claims: Claim[], {engage, leave}: Standings): string {
  const who = "Followers who came by followback";
  const [first, second] = [engages[engage], leaves[leave]];
  if (first && second) return `${who} ${first}${engage === leave ? " and" : ", but"} ${second}`;
  if (first)
    return `${who} ${first}; ${leave === "not collected" ? "who leaves is not recorded" : "whether they leave sooner is not clear yet"}`;
  if (second)
    return `${who} ${second}${second === "stay as long" ? " as" : " than"} the others; ${engage === "not collected" ? `their engagement ${notSeen(summary)}` : "whether they engage less is not clear yet"}`;
  const both = [engage, leave];
  if (both.every((standing) => standing === "not collected"))
    return summary.has_engagement || summary.is_retention_recorded
      ? "There are no lists to judge the claim by"
      : "Engagement was not collected and not every loss is recorded, so the claim cannot be judged";
  if (both.includes("too early"))
    return summary.last_followers_at
      ? `Too early for a verdict: the first comes with a list of followers after ${nextQuarterEnd(summary.last_followers_at)}`
      : "Too early for a verdict";
  if (both.every((standing) => standing === "too few" || standing === "not collected"))
    return tooFew(summary, claims);
  if (engage === "not collected")
    return `Engagement ${notSeen(summary)}, and whether followers by followback leave sooner is not clear yet`;
  if (leave === "not collected")
    return "Whether followers who came by followback engage less is not clear yet; who leaves is not recorded";
  return "Whether followers who came by followback engage less or leave sooner is not clear yet";
}

/** Why engagement is not compared, after "engagement": where follows are records some of it is seen, and not all. */
const notSeen = ({has_records, mentions_stored}: Summary) =>
  has_records ? "is not seen whole" : mentions_stored > 0 ? "cannot be counted" : "was not collected";

/** Of which route there are too few: who came at all, then who was watched for long enough. */
function tooFew(summary: Summary, claims: Claim[]): string {
  const {followback, organic, unknown} = summary;
  const dated = plural(followback + organic + unknown, "dated follower");
  const [fewBack, fewOwn] = [summary.is_followback_too_few, summary.is_organic_too_few];
  if (fewBack && fewOwn)
    return `Too few to compare yet: of ${dated}, at least ${whole(followback)} came by followback and at least ${whole(organic)} are organic`;
  // Those of unknown route may have come by followback.
  if (fewBack)
    return `Too few ${unknown > 0 ? "are known to have come" : "came"} by followback to compare yet: ${whole(followback)} of ${dated}`;
  if (fewOwn) return `Too few are known to be organic to compare yet: ${whole(organic)} of ${dated}`;
  if (isSeldomRead(summary, claims))
    return `Complete lists of followers lie too far apart to say who leaves sooner: they were read ${every(summary.gap_days!)} (median)`;
  const asked = claims.filter((claim) => standingOf(claim) === "too few");
  const [shortBack, shortOwn] = [
    asked.every((claim) => claim.is_followback_too_few),
    asked.every((claim) => claim.is_organic_too_few)
  ];
  if (shortBack && !shortOwn)
    return "Too few followers by followback have been tracked long enough to compare yet";
  if (shortOwn && !shortBack) return "Too few organic followers have been tracked long enough to compare yet";
  return "Too few followers have been tracked long enough to compare yet";
}

/** Who is tracked for so long after that age, in days, and not counted there has no list near it. */
const restDays = 30;

/** Whether no list lay near anyone's age at which leaving is judged, though people were tracked for long enough. */
function isSeldomRead(summary: Summary, claims: Claim[]): boolean {
  const {engage, leave} = mainClaims(claims);
  if (standingOf(engage) !== "not collected" || !leave?.evaluated_at || summary.first_taken_at === null)
    return false;
  const days = (Date.parse(leave.evaluated_at) - Date.parse(summary.first_taken_at)) / 864e5;
  return leave.n_followback + leave.n_organic === 0 && areFarApart(summary) && days > retainedDays + restDays;
}

/** How the claim as a whole fares. */
export function claimFares({engage, leave}: Standings): string {
  const both = [engage, leave];
  const supported = both.filter((standing) => standing === "supported").length;
  const decided = both.filter(isDecided).length;
  if (decided === 0) return "It is too early to say";
  // Engaging less is the heart of it: who leaves decides only a part.
  if (!isDecided(engage))
    return `Part of the claim ${supported > 0 ? "holds" : "does not hold"}, the rest is open`;
  if (supported === decided)
    return decided === 2 ? "The claim holds so far" : "The claim holds as far as the data show";
  if (supported > 0) return "The claim holds in part";
  return decided === 2 ? "The claim does not hold" : "The claim does not hold as far as the data show";
}

/** A share as people out of a hundred. */
const inHundred = (share: number) =>
  share === 0
    ? "none"
    : share < 0.005
      ? "fewer than 1"
      : share >= 0.995 && share < 1
        ? "more than 99"
        : String(Math.round(share * 100));

function paragraphOf(summary: Summary, claims: Claim[], stand: Standings, isSpecial: boolean): string[] {
  const published = claims.filter(({difference, is_collected}) => is_collected && difference !== null);
  const {engage, leave} = mainClaims(published);
  if (!engage && !leave) return [unjudged(summary, stand), routesSentence(summary)];
  const of = (x: "x_followback" | "x_organic", n: "n_followback" | "n_organic") => [
    ...(engage ? [inHundred(engage[x]! / engage[n])] : []),
    ...(leave ? [inHundred(1 - leave[x]! / leave[n])] : [])
  ];
  const [a, b] = [of("x_followback", "n_followback"), of("x_organic", "n_organic")];
  const did = [
    ...(engage ? [`${a[0]} engaged within ${engagedDays} days`] : []),
    ...(leave ? [`${a.at(-1)} were still there after ${retainedDays} days`] : [])
  ];
  const others = [...(engage ? [`${b[0]} engaged`] : []), ...(leave ? [`${b.at(-1)} stayed`] : [])];
  const plain = `of every 100 followers won by followback, ${did.join(" and ")}; of 100 organic followers, ${others.join(" and ")}.`;
  const opening = isSpecial ? capital(plain) : `${claimFares(stand)}: ${plain}`;
  const numbers = [engage && sentence(engage, "Engaging"), leave && sentence(leave, "Leaving")].filter(
    (text): text is string => Boolean(text)
  );
  return [opening, ...numbers];
}

/** `Engaging: 15 percentage points fewer (99% interval 12 to 17).` */
function sentence({difference, low, high, above}: Claim, title: string): string {
  const number = pointsInWords(difference!, above!).replace("points", "percentage points");
  return `${title}: ${number} (99% interval ${spanInWords(low!, high!, above!)}).`;
}

/** What opens the paragraph where no statement has figures. */
function unjudged(summary: Summary, {engage, leave}: Standings): string {
  if (isNoListComplete(summary))
    return `Only a complete list shows who was not there. The page Quality gives the reason for each list of ${summary.name}.`;
  if (isFirstLook(summary))
    return `One list of followers cannot show who came when: everyone in it was already there. Take a second snapshot of ${summary.name} to see arrivals and losses.`;
  const missing = [
    engage === "not collected" && !summary.has_engagement && summary.has_records
      ? "Engagement of those who came later: not counted, because without a login mentions elsewhere are not public; the page Engagement says what is seen."
      : "",
    engage === "not collected" && !summary.has_engagement && !summary.has_records
      ? `${engagementMissing(summary)}${summary.mentions_stored > 0 ? "" : ", which is not the same as zero"}.`
      : "",
    leave === "not collected" && !summary.is_retention_recorded ? retentionMissing : ""
  ].filter(Boolean);
  if (missing.length > 0) return missing.join(" ");
  if (engage === "too early" || leave === "too early")
    return "Verdicts update once a quarter, so that checking often cannot create false positives; no list of followers is from after a quarter end yet.";
  return `The routes are compared once ${smallestGroup} followers of each have been tracked long enough.`;
}

function certaintyOf(summary: Summary, claims: Claim[], {engage, leave}: Standings): string {
  const looked = claims.find(({evaluated_at}) => evaluated_at !== null)?.evaluated_at;
  if (!looked) return "";
  const decided = [engage, leave].filter(isDecided).length;
  const hold =
    decided > 0 && claims.some(({n_unknown, n_sitting}) => n_unknown + n_sitting > 0)
      ? ` ${decided === 2 ? "They stay" : "What is decided stays"} the same however those of unknown route may have come.`
      : "";
  const next = summary.last_followers_at
    ? `; they may change with a list of followers after ${nextQuarterEnd(summary.last_followers_at)}`
    : "";
  return `Verdicts as of ${quarterEnd(looked)}, the last quarter end${next}.${hold} This is an association, not proof of a cause.`;
}
