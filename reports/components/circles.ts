import {estimatesPlot, type Estimate} from "./estimates.js";
import {engagementMissing, isUnlisted, unlisted} from "./compare.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {rateRange, rateText} from "./activity.js";
import {axisPercent, capital, percent, percentRange, plural, points, whole} from "./format.js";
import {routeColor, routeNames, routes} from "./route.js";
import {engagedDays, smallestGroup} from "./thresholds.js";
import type {CircleRate, CircleRow, CommunityRow, InterestRow, Route, Summary} from "./rows.js";

type Circle = CircleRow["circle"];

/** What reaches each circle, what it takes to see that, and how to collect it. */
const words: Record<Circle, {means: string; short: string; needs: string; todo: string}> = {
  brand: {
    means: "a reply to the account, a quote of its post or a mention of it",
    short: "replies, quotes and mentions",
    needs: "mentions, replies and quotes by others, without a gap over a follower’s first 30 days",
    todo: "read mentions, replies and quotes from X’s API: run followback snapshot --incremental every day and followback snapshot every week; or import a table of interactions that names the account as their target. An archive does not contain other people’s interactions."
  },
  interests: {
    means: "a post on one of the account’s topics",
    short: "topics, and looks at followers",
    needs: "the account’s topics, and looks at what a sample of its followers post on them",
    todo: 'name your topics: run followback accounts set @yourname --topics "#coffee, roasting" with your own; then read from X’s API: run followback snapshot --interests every week.'
  },
  "other followers": {
    means:
      "a reply to another follower, a quote of their post or a mention of them, under the account’s posts",
    short: "the conversations under your posts",
    needs: "every conversation under the account’s posts, over a follower’s first 30 days",
    todo: "read the conversations under your posts from X’s API: run followback snapshot --conversations every day, or at least every 3 days; or import posts of others, and polls of the kind conversation."
  },
  "beyond X": {
    means: "a visit, a sign-up or a sale",
    short: "an experiment",
    needs: "an experiment: no file of visits or sales says which follower they came from",
    todo: "the page return counts visits and sales by code and campaign, as the most that each can have brought."
  }
};

/** What reaches a circle, what it takes to see that, and how to collect it. */
export const wordsOf = ({circle}: Pick<CircleRow, "circle">) => words[circle];

/** What each circle without a figure needs, a line each. */
export const missingCircles = (rows: CircleRow[]): string[] =>
  rows
    .filter((row) => !isSeen(row))
    .map((row) =>
      isByExperiment(row)
        ? `${capital(row.circle)}: by an experiment, the claim that outreach returns nothing there is ${row.verdict}. The page experiment has the figures.`
        : `${capital(row.circle)}: ${stateOf(row)}. It needs ${words[row.circle].needs}.`
    );

/** Whether an experiment decides it: then it has a verdict, and no share of anybody. */
const isByExperiment = ({is_asked, is_collected}: CircleRow) => is_collected && !is_asked;

const shortStateOf = ({is_asked, is_collected}: CircleRow) =>
  is_asked && is_collected ? "too early" : "not collected";

const stateOf = (row: CircleRow) =>
  shortStateOf(row) === "too early"
    ? "no follower has been tracked long enough by a quarter end yet"
    : "not collected";

/** Whether it was collected, of somebody. */
export const isSeen = (row: CircleRow) => row.is_collected && row.n_followback + row.n_organic > 0;

/** The sentence that opens the page. */
export function circlesAnswer(summary: Summary, rows: CircleRow[]): string {
  const seen = rows.filter(isSeen);
  if (seen.length === 0 && summary.has_engagement && isUnlisted(summary))
    return `Interactions with ${summary.name} were collected. ${unlisted}.`;
  if (seen.length === 0)
    return summary.has_engagement
      ? `Interactions with ${summary.name} were collected, but no follower has been tracked long enough to compare the routes.`
      : summary.mentions_stored > 0
        ? `${engagementMissing(summary)}.`
        : `Interactions with ${summary.name} were not collected, which is not the same as zero.`;
  const share = (part: number | null, who: string) =>
    part === null ? `too few ${who} for a share` : `${percent(part)} of ${who}`;
  const said = seen.map(
    (row) =>
      `${row.circle}, ${share(row.share_followback, "followers by followback")} against ${share(row.share_organic, "organic followers")}`
  );
  return `Share of followers who reached each circle within ${engagedDays} days of first sight: ${said.join("; ")}.`;
}

/** What stands in the place of a figure, in few words. */
function blankOf(row: CircleRow, isPhone: boolean): string {
  const [state, more] = isByExperiment(row)
    ? ["by an experiment", row.verdict]
    : [shortStateOf(row), `needs ${words[row.circle].short}`];
  return isPhone ? state : `${state}: ${more}`;
}

/** The four circles, each with the share of each route that reached it and its 95 % interval, or with what it needs. */
export function circlesPlot(rows: CircleRow[], options: DrawOptions): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const known = ["followback", "organic", "unknown"] as const;
  const estimates = rows.filter(isSeen).flatMap((row) =>
    known.flatMap((route): Estimate[] => {
      const [share, size] = [row[`share_${route}`], row[`n_${route}`]];
      const [low, high] = [row[`low_${route}`], row[`high_${route}`]];
      if (share === null || low === null || high === null) return [];
      const name = routeNames[route];
      return [
        {
          group: row.circle,
          name,
          color: routeColor(route),
          value: share,
          low,
          high,
          text: isPhone ? percent(share) : `${percent(share)} of ${whole(size)}`,
          title: `${row.circle}, ${name}: ${percent(share)} of ${whole(size)} (95% interval ${percentRange(low, high)})`
        }
      ];
    })
  );
  const blanks = rows.flatMap((row) =>
    isSeen(row)
      ? known
          .filter((route) => row[`share_${route}`] === null)
          .map((route) => ({
            group: row.circle,
            name: routeNames[route],
            text: row[`n_${route}`] === 0 ? "no one" : "too few"
          }))
      : [{group: row.circle, name: routeNames.followback, text: blankOf(row, isPhone)}]
  );
  return estimatesPlot(estimates, options, {
    format: axisPercent,
    blanks,
    groups: rows.map(({circle}) => circle)
  });
}

/** Those who were looked at, in the order of routes, before they came and after. */
export const interestRows = (rows: InterestRow[]): InterestRow[] =>
  routes.flatMap((route) =>
    (["before", "after"] as const).flatMap((period) =>
      rows.filter((row) => row.route === route && row.period === period)
    )
  );

const periods = {before: "in the 30 days before first sight", after: "in the 30 days after first sight"};

/** Whether some share may be shown. */
export const hasInterests = (rows: InterestRow[]) => rows.some(({share}) => share !== null);

/** The sentence that opens the interests. */
export function interestsSentence(rows: InterestRow[]): string {
  if (rows.length === 0) return `Interests: not collected. It needs ${words.interests.needs}.`;
  const said = routes.flatMap((route) => {
    const [before, after] = (["before", "after"] as const).map(
      (period) => rows.find((row) => row.route === route && row.period === period)?.share ?? null
    );
    if (after === null || after === undefined) return [];
    const was = before === null || before === undefined ? "" : `, ${percent(before)} in the 30 before`;
    return [`${named(route)} ${percent(after)} in the 30 days after first sight${was}`];
  });
  if (said.length === 0) return "Too few followers have been looked at.";
  return `Share with at least one post on the account’s topics: ${said.join("; ")}.`;
}

/** Who posts on the topics before they came and after, side by side by route. */
export function interestsPlot(rows: InterestRow[], options: DrawOptions): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const estimates = (["before", "after"] as const).flatMap((period) =>
    interestRows(rows).flatMap((row): Estimate[] => {
      const {route, share, low, high, people} = row;
      if (row.period !== period || share === null || low === null || high === null) return [];
      const name = routeNames[route];
      return [
        {
          group: periods[period],
          name,
          color: routeColor(route),
          value: share,
          low,
          high,
          text: isPhone ? percent(share) : `${percent(share)} of ${whole(people)}`,
          title: `${name}, ${periods[period]}: ${percent(share)} of ${whole(people)} looked at (95% interval ${percentRange(low, high)})`
        }
      ];
    })
  );
  return estimatesPlot(estimates, options, {format: axisPercent});
}

/** `+1.4 (-2.0 to 5.2)`: the share after less the share before, in points. */
export const changeCell = ({difference, difference_low, difference_high}: InterestRow) =>
  difference === null || difference_low === null || difference_high === null
    ? "–"
    : `${points(difference)} (${points(difference_low)} to ${points(difference_high)})`;

/**
 * What followers of each route say to other followers, as it stands today, in the order of routes: where conversations
 * were read, everything; else the part that also named the account.
 */
export function otherFollowers(rates: CircleRate[]): CircleRate[] {
  const of = (basis: CircleRate["basis"]) =>
    rates.filter((row) => row.circle === "other followers" && row.basis === basis && row.weeks > 0);
  const shown = of("covered").length > 0 ? of("covered") : of("at least");
  return routes.flatMap((route) => shown.filter((row) => row.route === route));
}

/** The sentence that opens what they say to other followers. */
export function otherFollowersSentence(shown: CircleRate[], name: string): string {
  if (shown.length === 0)
    return `Other followers: not collected. It needs ${words["other followers"].needs}.`;
  const isWhole = shown.every(({basis}) => basis === "covered");
  const said = shown
    .filter(({share, rate}) => share !== null || rate !== null)
    .map(
      ({route, share, rate}) =>
        `${named(route)} ${[share === null ? "" : percent(share), rate === null ? "" : `${rateText(rate)} per 100 follower-weeks`].filter(Boolean).join(", ")}`
    );
  if (said.length === 0) return "Too few followers have been tracked long enough.";
  return isWhole
    ? `Share who addressed another follower within 30 days of first sight, and how often: ${said.join("; ")}.`
    : `Share who addressed another follower within ${engagedDays} days of first sight, and how often, as far as the same posts named ${name} too: at least ${said.join("; ")}. There is no verdict from these: the conversations under the account’s posts were not read, so this is only a part of what is said to the account.`;
}

/** A route in a list of routes. */
const named = (route: Route) => (route === "followback" ? "by followback" : routeNames[route]);

/** `0.52 (0.31–0.88)` */
export const rateCell = ({rate, rate_low, rate_high}: CircleRate) =>
  rate === null ? "too few" : `${rateText(rate)} (${rateRange(rate_low, rate_high)})`;

/** The routes of the community in order. */
export const communityRoutes = (rows: CommunityRow[]): CommunityRow[] =>
  routes.flatMap((route) => rows.filter((row) => row.route === route));

/** How large the largest connected group is; empty where some route is too small to say. */
function sizeOf(rows: CommunityRow[]): string {
  const [inside, all] = [rows.map((row) => row.in_largest), rows.map((row) => row.people)];
  if (inside.includes(null)) return "";
  const sum = (counts: (number | null)[]) => counts.reduce<number>((total, count) => total + count!, 0);
  return ` (${whole(sum(inside))} of ${plural(sum(all), "follower")})`;
}

/** Whether anybody of a route that may be shown is tied to somebody. */
export const hasTies = (rows: CommunityRow[]) => rows.some(({tied}) => tied !== null && tied > 0);

/** The sentence that opens the community. */
export function communitySentence(rows: CommunityRow[]): string {
  if (rows.length === 0) return "Not collected: nothing shows whom followers talk to.";
  const shown = rows.filter(({share_in_largest}) => share_in_largest !== null);
  if (shown.length === 0) return "Too few followers were there in the last 90 days.";
  const least = rows.some(({is_at_least}) => is_at_least);
  // Of a route with too few people to publish it may be otherwise.
  const who =
    shown.length === rows.length ? "follower" : `follower of a route with ${smallestGroup} people or more`;
  if (!hasTies(rows))
    return least
      ? `No ${who} was seen to address another, but conversations were not read over all of the last 90 days: this is not the same as none. It needs ${words["other followers"].needs}.`
      : `No ${who} who was there in the last 90 days has addressed another.`;
  const said = communityRoutes(shown).map(
    ({route, share_in_largest}) => `${named(route)} ${percent(share_in_largest)}`
  );
  const part = least ? " These are the least: conversations were not read over all of the last 90 days." : "";
  return `Share of each route in the largest group of followers who are connected by what they say to each other${sizeOf(rows)}: ${said.join("; ")}.${part}`;
}

const ties = [
  {group: "in the largest connected group", share: "share_in_largest", hits: "in_largest", size: "people"},
  {
    group: "answered by someone they addressed",
    share: "share_reciprocated",
    hits: "reciprocated",
    size: "people"
  },
  {group: "ties to their own route", share: "share_within", hits: "ties_within", size: "ties"}
] as const;

/** How the followers of each route are tied: three shares, side by side by route. Everybody is counted, so no interval. */
export function communityPlot(rows: CommunityRow[], options: DrawOptions): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const estimates = ties.flatMap(({group, share, hits, size}) =>
    communityRoutes(rows).flatMap((row): Estimate[] => {
      const [value, of] = [row[share], row[size]];
      if (value === null || of === null) return [];
      const name = routeNames[row.route];
      return [
        {
          group,
          name,
          color: routeColor(row.route),
          value,
          low: null,
          high: null,
          text: isPhone ? percent(value) : `${percent(value)} of ${whole(of)}`,
          title: `${name}, ${group}: ${whole(row[hits])} of ${whole(of)}, ${percent(value)}`
        }
      ];
    })
  );
  return estimatesPlot(estimates, options, {format: axisPercent});
}
