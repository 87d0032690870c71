import * as Plot from "@observablehq/plot";
import {draw, isNarrow, spread, type DrawOptions} from "./draw.js";
import {axisPercent, percent} from "./format.js";
import {routeColor, routeDash, routeNames} from "./route.js";
import type {Rate, Route} from "./rows.js";

/** A share of one route, with the interval around it. */
interface Share {
  route: Route;
  share: number | null;
  low: number | null;
  high: number | null;
}

interface Curves<T> {
  /** The column with the days that x counts, and from when on it counts them. */
  days: keyof T & string;
  since: string;
  /** The rows that are marked by a dot. */
  dots: T[];
  /** What a dot says when it is pointed at. */
  title?: Plot.DotOptions;
  /** Where the axis of shares begins. */
  lowest: number;
  /** Of a wide picture, and the room beside it. */
  height: number;
  marginLeft: number;
  marginRight: number;
}

/** Shares of routes over days with a band for the interval, each line named at its end. `rows` are in the order of days. */
export function routeCurves<T extends Share>(
  rows: T[],
  routes: readonly Route[],
  {days, since, dots, title, lowest, height, marginLeft, marginRight}: Curves<T>,
  options: DrawOptions
): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const color = ({route}: T) => routeColor(route);
  const ofRoute = (route: Route) => rows.filter((row) => row.route === route);
  const ends = routes.flatMap((route) => ofRoute(route).slice(-1));
  const labels = spread(ends, ({share}) => share!, (1 - lowest) * (isPhone ? 0.2 : 0.08));
  return draw(options, {
    height: isPhone ? 240 : height,
    marginLeft,
    marginBottom: 42,
    marginRight: isPhone ? 92 : marginRight,
    x: {
      label: `days since ${since}`,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: isPhone ? 4 : 8
    },
    y: {domain: [lowest, 1], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    marks: [
      Plot.areaY(rows, {x: days, y1: "low", y2: "high", z: "route", fill: color, fillOpacity: 0.16}),
      ...routes.map((route) =>
        Plot.lineY(ofRoute(route), {
          x: days,
          y: "share",
          stroke: routeColor(route),
          strokeWidth: 2.25,
          strokeDasharray: routeDash(route)
        })
      ),
      Plot.dot(dots, {x: days, y: "share", r: 2.5, fill: color, ...title}),
      Plot.text(labels, {
        x: days,
        y: "at",
        text: (d: T) => `${routeNames[d.route]} ${percent(d.share)}`,
        fill: color,
        textAnchor: "start",
        dx: 8,
        fontWeight: 600,
        lineWidth: isPhone ? 7 : 20
      })
    ]
  });
}

/** The share retained at each age, by route, with its 95 % interval; everybody is there at age 0. */
export function curvePlot(
  rates: Rate[],
  options: DrawOptions,
  shown: Route[] = ["followback", "organic", "unknown"]
): SVGSVGElement {
  const kept = rates.filter(
    ({measure, route, share}) => measure === "retained" && shown.includes(route) && share !== null
  );
  const first = shown
    .filter((route) => kept.some((rate) => rate.route === route))
    .map((route) => ({route, age_days: 0, share: 1, low: 1, high: 1}));
  const rows = [...first, ...kept].sort((a, b) => a.age_days - b.age_days);
  const lowest = Math.max(0, Math.floor((Math.min(1, ...kept.map(({low}) => low!)) - 0.05) * 10) / 10);
  const layout = {
    days: "age_days",
    since: "first sight",
    height: 320,
    marginLeft: 42,
    marginRight: 110
  } as const;
  return routeCurves<Share & {age_days: number}>(rows, shown, {...layout, dots: kept, lowest}, options);
}
