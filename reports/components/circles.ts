import {estimatesPlot, type Estimate} from "./estimates.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {axisPercent, inWords, percent, percentRange, whole} from "./format.js";
import {routeColor, routeNames} from "./route.js";
import type {CircleRow, Summary} from "./rows.js";

/** What reaches each circle that can be measured, and what would collect it. The mart `claim_definitions` says which can. */
const words: Partial<Record<CircleRow["circle"], {means: string; todo: string}>> = {
  brand: {
    means: "a reply to the account, a quote of its post or a mention of it",
    todo: "read mentions, replies and quotes from X’s API: run followback snapshot --incremental every day and followback snapshot every week; or import a table of interactions that names the account as their target. An archive does not contain other people’s interactions."
  }
};

/** What reaches a circle, and what would collect it. */
export const wordsOf = ({circle}: CircleRow) =>
  words[circle] ?? {means: `an act that reaches ${circle}`, todo: "nothing yet"};

/** The circles that some data can show, inner to outer. */
export const askedCircles = (rows: CircleRow[]) => rows.filter(({is_asked}) => is_asked);

/** Which circles no data can show yet, in one line; empty where there is none. */
export function notAskedCircles(rows: CircleRow[]): string {
  const names = rows.filter(({is_asked}) => !is_asked).map(({circle}) => circle);
  return names.length === 0
    ? ""
    : `Not asked yet, because no data for it can be imported: ${inWords(names)}.`;
}

/** Whether it was collected, of somebody. */
export const isSeen = (row: CircleRow) => row.is_collected && row.n_followback + row.n_organic > 0;

/** The sentence that opens the page. */
export function circlesAnswer(summary: Summary, rows: CircleRow[]): string {
  const seen = askedCircles(rows).filter(isSeen);
  if (seen.length === 0)
    return summary.has_engagement
      ? `Interactions with ${summary.name} were collected, but no follower has been tracked long enough to compare the routes.`
      : `Interactions with ${summary.name} were not collected, which is not the same as zero.`;
  const share = (x: number | null, n: number) => (x === null || n === 0 ? "too few" : percent(x / n));
  const said = seen.map(
    (row) =>
      `${row.circle}, ${share(row.x_followback, row.n_followback)} of followers by followback against ${share(row.x_organic, row.n_organic)} of organic followers`
  );
  return `Share of followers who reached each circle: ${said.join("; ")}.`;
}

/** The circles that were seen: the share of each route with an act that reached it, with its 95 % interval. */
export function circlesPlot(rows: CircleRow[], options: DrawOptions): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const estimates = askedCircles(rows)
    .filter(isSeen)
    .flatMap((row) =>
      (["followback", "organic", "unknown"] as const).flatMap((route): Estimate[] => {
        const [hits, size] = [row[`x_${route}`], row[`n_${route}`]];
        const [low, high] = [row[`low_${route}`], row[`high_${route}`]];
        if (hits === null || low === null || high === null) return [];
        const share = hits / size;
        return [
          {
            group: row.circle,
            name: routeNames[route],
            color: routeColor(route),
            value: share,
            low,
            high,
            text: isPhone ? percent(share) : `${percent(share)} of ${whole(size)}`,
            title: `${row.circle}, ${routeNames[route]}: ${whole(hits)} of ${whole(size)}, ${percent(share)} (95% interval ${percentRange(low, high)})`
          }
        ];
      })
    );
  return estimatesPlot(estimates, options, {format: axisPercent});
}
