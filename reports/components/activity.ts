import {estimatesPlot, type Estimate} from "./estimates.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {axisPercent, percent, percentRange, whole} from "./format.js";
import {routeColor, routeNames, routes} from "./route.js";
import type {InteractionRate, Concentration, Landmark, Route, TwoByTwo} from "./rows.js";

/** A rate per 100 follower-weeks, to two figures that matter. */
export const rateText = (rate: number | null) =>
  rate === null ? "–" : rate === 0 ? "0" : rate < 10 ? rate.toPrecision(2) : whole(rate);

/** The 95 % interval of such a rate. */
export const rateRange = (low: number | null, high: number | null) =>
  low === null ? "–" : `${rateText(low)}–${rateText(high)}`;

const inOrder = <T extends {route: Route}>(rows: T[], shown: Route[]) =>
  routes
    .filter((route) => shown.includes(route))
    .flatMap((route) => rows.filter((row) => row.route === route));

const interval = (low: number | null, high: number | null, text: (value: number | null) => string) =>
  low === null || high === null ? "" : ` (${text(low)}–${text(high)})`;

/** Who was first, against whether it is mutual now: leaving, or interactions, per 100 follower-weeks. */
export function twoByTwoPlot(
  cells: TwoByTwo[],
  options: DrawOptions,
  {measure, shown}: {measure: "leaving" | "interactions"; shown: Route[]}
): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const nameOf = ({is_mutual}: TwoByTwo) => (is_mutual ? "mutual" : "one-way");
  const isBlank = (cell: TwoByTwo) =>
    (measure === "leaving" ? cell.leaving_rate : cell.interaction_rate) === null;
  const blanks = inOrder(cells, shown)
    .filter(isBlank)
    .map((cell) => ({group: routeNames[cell.route], name: nameOf(cell), text: "too few"}));
  const rows = inOrder(cells, shown).flatMap((cell): Estimate[] => {
    const [value, low, high] =
      measure === "leaving"
        ? [cell.leaving_rate, cell.leaving_low, cell.leaving_high]
        : [cell.interaction_rate, cell.interaction_low, cell.interaction_high];
    if (value === null) return [];
    const name = nameOf(cell);
    return [
      {
        group: routeNames[cell.route],
        name,
        color: routeColor(cell.route),
        value,
        low,
        high,
        isHollow: !cell.is_mutual,
        text: isPhone ? rateText(value) : `${rateText(value)}${interval(low, high, rateText)}`,
        title: `${routeNames[cell.route]}, ${name}: ${rateText(value)} ${measure === "leaving" ? "left per 100 follower-weeks" : "interactions per 100 covered follower-weeks"}, 95% interval${interval(low, high, rateText)}; ${measure === "leaving" ? `${whole(cell.people)} people, ${whole(cell.weeks)} weeks` : `${whole(cell.covered_people)} people, ${whole(cell.covered_weeks)} covered weeks`}`
      }
    ];
  });
  return estimatesPlot(rows, options, {format: String, marginLeft: 72, blanks});
}

/** The control that chooses a landmark, the latest first. */
export const landmarkChoices = (landmarks: Landmark[]): [value: string, text: string][] =>
  [...new Set(landmarks.map(({landmark_days}) => landmark_days))]
    .sort((a, b) => b - a)
    .map((days) => [String(days), `${days} days`]);

/** Of those there at the landmark, who was retained 60 days later: those who had engaged, and those who had not. */
export function landmarksPlot(
  landmarks: Landmark[],
  options: DrawOptions,
  {days, shown}: {days: number; shown: Route[]}
): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const nameOf = (isEngaged: boolean) => (isEngaged ? "had engaged" : "had not");
  const here = inOrder(
    landmarks.filter(({landmark_days}) => landmark_days === days),
    shown
  );
  const blanks = shown.flatMap((route) =>
    [false, true]
      .filter(
        (side) => !here.some((row) => row.route === route && row.is_engaged === side && row.share !== null)
      )
      .map((side) => ({group: routeNames[route], name: nameOf(side), text: "too few"}))
  );
  const rows = here.flatMap(({route, is_engaged, people, share, low, high}): Estimate[] =>
    share === null
      ? []
      : [
          {
            group: routeNames[route],
            name: nameOf(is_engaged),
            color: routeColor(route),
            value: share,
            low,
            high,
            isHollow: !is_engaged,
            text: isPhone ? percent(share) : `${percent(share)} of ${whole(people)}`,
            title: `${routeNames[route]}, ${is_engaged ? "had" : "had not"} engaged by day ${days}: ${percent(share)} of ${whole(people)} retained 60 days later, 95% interval ${percentRange(low, high)}`
          }
        ]
  );
  return estimatesPlot(rows, options, {format: axisPercent, full: 1, blanks});
}

export const families = {mention: "replies, quotes, mentions", repost: "reposts", like: "likes"};

/** Interactions per 100 covered follower-weeks, by kind and route; with `byAttention` those within a week of our own turning to them apart. */
export function actRatesPlot(
  rates: InteractionRate[],
  options: DrawOptions,
  {byAttention, shown}: {byAttention: boolean; shown: Route[]}
): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const rows = (Object.keys(families) as InteractionRate["family"][]).flatMap((family) =>
    inOrder(
      rates.filter((rate) => rate.family === family && (rate.is_prompted !== null) === byAttention),
      shown
    ).flatMap(({route, is_prompted, people, weeks, rate, low, high, is_at_least}): Estimate[] => {
      if (rate === null) return [];
      const name = `${routeNames[route]}${is_prompted === null ? "" : is_prompted ? ", prompted" : ", unprompted"}`;
      const text = `${is_at_least ? "≥ " : ""}${rateText(rate)}`;
      return [
        {
          group: families[family],
          name,
          color: routeColor(route),
          value: rate,
          low,
          high,
          isHollow: is_prompted === false,
          text: isPhone ? text : `${text}${interval(low, high, rateText)}`,
          title: `${families[family]}, ${name}: ${text} interactions per 100 follower-weeks, 95% interval${interval(low, high, rateText)}; ${whole(people)} people, ${whole(weeks)} covered weeks`
        }
      ];
    })
  );
  return estimatesPlot(rows, options, {format: String, marginLeft: byAttention ? 168 : 104});
}

/** The share of all interactions by the most active 1, 5 and 10 % of each route. */
export function concentrationPlot(
  rows: Concentration[],
  options: DrawOptions,
  shown: Route[]
): SVGSVGElement {
  const tops = [
    ["top_1", "top 1%"],
    ["top_5", "top 5%"],
    ["top_10", "top 10%"]
  ] as const;
  const estimates = inOrder(rows, shown).flatMap((row) =>
    tops.flatMap(([top, name]): Estimate[] => {
      const value = row[top];
      return value === null
        ? []
        : [
            {
              group: routeNames[row.route],
              name,
              color: routeColor(row.route),
              value,
              low: null,
              high: null,
              text: percent(value),
              title: `${routeNames[row.route]}: the ${name} of ${whole(row.people)} people did ${percent(value)} of ${whole(row.interactions!)} interactions`
            }
          ];
    })
  );
  return estimatesPlot(estimates, options, {format: axisPercent, marginLeft: 72, full: 1});
}
