import {estimatesPlot, type Estimate} from "./estimates.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {axisPercent, inWords, percent, percentRange, whole} from "./format.js";
import {wilson} from "./interval.js";
import {routeColor, routeNames} from "./route.js";
import type {CircleRow, Summary} from "./rows.js";

/** The circles an act can reach, inner to outer, with what each means and what can be done to see it. */
export const circles: {circle: CircleRow["circle"]; means: string; todo: string}[] = [
  {
    circle: "brand",
    means: "a reply to the account, a quote of its post or a mention of it",
    todo: "read mentions, replies and quotes from X’s API: run followback snapshot --incremental every day and followback snapshot every week; or import a table of interactions that names the account as their target. An archive does not contain other people’s interactions."
  },
  {
    circle: "interests",
    means: "a post of theirs on the account’s topics and hashtags",
    todo: "nothing yet: this version does not measure it and does not read other people’s timelines."
  },
  {
    circle: "other followers",
    means: "a reply or mention toward another follower of the account",
    todo: "nothing yet: this version does not measure it. Interactions between followers that you import with target_user_id are stored and never count as engagement with the account."
  },
  {
    circle: "beyond X",
    means: "a visit, sign-up or sale that can be traced to a follower",
    todo: "nothing yet: this version does not measure it. Put a code or link of its own into each campaign and record who used it; import those rows as interactions of kind visit, signup or sale, and they are stored for later."
  }
];

export const isSeen = (row: CircleRow | undefined): row is CircleRow =>
  row !== undefined && row.is_collected && row.n_followback + row.n_organic > 0;

/** The sentence that opens the page. */
export function circlesAnswer(summary: Summary, rows: CircleRow[]): string {
  const seen = circles.filter(({circle}) => isSeen(rows.find((row) => row.circle === circle)));
  const unseen = circles.filter(({circle}) => !seen.some((other) => other.circle === circle));
  const missing = `${inWords(unseen.map(({circle}) => circle))}: not collected, which is not the same as zero`;
  if (seen.length === 0)
    return summary.has_engagement
      ? `Interactions with ${summary.name} were collected, but no follower has been tracked long enough to compare the routes. ${missing[0]!.toUpperCase()}${missing.slice(1)}.`
      : `Of the four circles an interaction can reach, none was collected for ${summary.name}, which is not the same as zero.`;
  const said = seen.map(({circle}) => {
    const row = rows.find((other) => other.circle === circle)!;
    const share = (x: number | null, n: number) => (x === null || n === 0 ? "too few" : percent(x / n));
    return `${circle}, ${share(row.x_followback, row.n_followback)} of followers by followback against ${share(row.x_organic, row.n_organic)} of organic followers`;
  });
  const rest = unseen.length === 0 ? "" : ` ${missing[0]!.toUpperCase()}${missing.slice(1)}.`;
  return `Share of followers who reached each circle: ${said.join("; ")}.${rest}`;
}

/** The circles that were seen: the share of each route with an act that reached it, with its 95 % interval. */
export function circlesPlot(rows: CircleRow[], options: DrawOptions): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const estimates = circles.flatMap(({circle}) => {
    const row = rows.find((other) => other.circle === circle);
    if (!isSeen(row)) return [];
    return (["followback", "organic", "unknown"] as const).flatMap((route): Estimate[] => {
      const [hits, size] = [row[`x_${route}`], row[`n_${route}`]];
      if (hits === null || size === 0) return [];
      const {share, low, high} = wilson({hits, size});
      return [
        {
          group: circle,
          name: routeNames[route],
          color: routeColor(route),
          value: share,
          low,
          high,
          text: isPhone ? percent(share) : `${percent(share)} of ${whole(size)}`,
          title: `${circle}, ${routeNames[route]}: ${whole(hits)} of ${whole(size)}, ${percent(share)} (95% interval ${percentRange(low, high)})`
        }
      ];
    });
  });
  return estimatesPlot(estimates, options, {format: axisPercent});
}
