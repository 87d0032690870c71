import * as Plot from "@observablehq/plot";
import {draw, isNarrow, spread, timeAxis, titled, type DrawOptions} from "./draw.js";
import {axisPercent, day, percent, percentRange, whole} from "./format.js";
import {routeColor, routeDash, routeNames} from "./route.js";
import type {Route, TrendPoint} from "./rows.js";

/** Weeks in the running mean. */
const span = 8;

interface Smoothed {
  route: Route;
  date: Date;
  share: number;
  low: number;
  high: number;
}

const weekMs = 7 * 864e5;

/**
 * Running means over `span` weeks of the share and of both ends of its interval, in the order of `points`; where one of
 * these weeks is missing there is none, so that a gap in the weeks stays a gap.
 */
export function smooth(points: TrendPoint[]): Smoothed[] {
  const isShown = (point: TrendPoint) => point.share !== null;
  return points.flatMap((point, i) => {
    const since = Date.parse(point.week) - span * weekMs;
    const window = points
      .slice(Math.max(0, i - span + 1), i + 1)
      .filter((other) => other.route === point.route && isShown(other) && Date.parse(other.week) > since);
    if (!isShown(point) || window.length < span) return [];
    const mean = (value: (other: TrendPoint) => number) =>
      window.reduce((sum, other) => sum + value(other), 0) / window.length;
    return [
      {
        route: point.route,
        date: new Date(point.week),
        share: mean((other) => other.share!),
        low: mean((other) => other.low!),
        high: mean((other) => other.high!)
      }
    ];
  });
}

/** Whether a mean goes on with the one before it: else weeks between them have none. */
export const goesOn = (before: Pick<Smoothed, "date"> | undefined, {date}: Pick<Smoothed, "date">) =>
  before !== undefined && date.getTime() - before.date.getTime() <= weekMs;

/** The means of one route with a break, of which nothing is drawn, where weeks have none. */
const broken = (lines: Smoothed[]): Smoothed[] =>
  lines.flatMap((line, i) =>
    i === 0 || goesOn(lines[i - 1], line) ? [line] : [{...line, share: NaN, low: NaN, high: NaN}, line]
  );

/**
 * The share of followers who engage in a week, by route: every week a dot, its running mean a line. The band is the
 * mean of the weekly 95 % intervals, so it is wider than the line's own uncertainty, never narrower.
 */
export function trendPlot(
  points: TrendPoint[],
  options: DrawOptions,
  shown: Route[] = ["followback", "organic", "unknown"]
): SVGSVGElement {
  const width = options.width ?? 640;
  const weeks = points.filter(({route, share}) => shown.includes(route) && share !== null);
  const lines = shown.flatMap((route) => smooth(weeks.filter((point) => point.route === route)));
  const banded = lines.filter(({route}) => route !== "unknown");
  const highest = Math.max(0.01, ...banded.map(({high}) => high), ...weeks.map(({share}) => share!));
  const ends = shown.flatMap((route) => lines.filter((line) => line.route === route).slice(-1));
  const labels = spread(ends, ({share}) => share, highest * (isNarrow(width) ? 0.19 : 0.08));
  const height = isNarrow(width) ? 240 : 320;
  return draw(options, {
    height,
    marginLeft: 42,
    marginRight: isNarrow(width) ? 100 : 110,
    x: timeAxis(
      weeks.map(({week}) => new Date(week)),
      width
    ),
    y: {domain: [0, highest], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    marks: [
      Plot.areaY(
        shown.flatMap((route) => broken(banded.filter((line) => line.route === route))),
        {
          x: "date",
          y1: "low",
          y2: "high",
          z: "route",
          fill: (d: Smoothed) => routeColor(d.route),
          fillOpacity: 0.16
        }
      ),
      Plot.dot(weeks, {
        x: (d: TrendPoint) => new Date(d.week),
        y: (d: TrendPoint) => d.share,
        r: 1.5,
        fill: (d: TrendPoint) => routeColor(d.route),
        fillOpacity: 0.5,
        ...titled(
          options,
          (d: TrendPoint) =>
            `week of ${day(d.week)}, ${routeNames[d.route]}: ${percent(d.share)} (95% interval ${percentRange(d.low, d.high)}; ${whole(d.at_risk)} people)`
        )
      }),
      ...shown.map((route) =>
        Plot.lineY(broken(lines.filter((line) => line.route === route)), {
          x: "date",
          y: "share",
          stroke: routeColor(route),
          strokeWidth: 2.25,
          strokeDasharray: routeDash(route)
        })
      ),
      Plot.text(labels, {
        x: "date",
        y: "at",
        text: (d: Smoothed) => `${routeNames[d.route]} ${percent(d.share)}`,
        fill: (d: Smoothed) => routeColor(d.route),
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
        lineWidth: isNarrow(width) ? 7 : 20
      }),
      Plot.ruleY([0])
    ]
  });
}
