import {scaleLinear, scaleUtc, utcYear} from "d3";
import type {DrawOptions} from "./draw.js";
import {axisPercent} from "./format.js";
import {routeColor, routeDash} from "./route.js";
import type {Route, TrendPoint} from "./rows.js";
import {pixel, svgNode} from "./svg.js";
import {goesOn, smooth} from "./trend.js";

const shown: Route[] = ["followback", "organic"];

/** The eight-week means of a small multiple. */
const sparkLines = (trend: TrendPoint[]) =>
  shown.map((route) => ({
    route,
    points: smooth(trend.filter((point) => point.route === route)).map(({date, share}) => ({date, share}))
  }));

/** The scales that all small multiples of a page share: the latest and earliest week, and the highest share. */
export interface SparkScale {
  from: number;
  to: number;
  highest: number;
}

export function sparkScale(all: TrendPoint[][]): SparkScale {
  const points = all.flatMap((trend) => sparkLines(trend).flatMap(({points}) => points));
  const times = points.map(({date}) => date.getTime());
  return {
    from: Math.min(...times),
    to: Math.max(...times),
    highest: Math.max(0.01, ...points.map(({share}) => share))
  };
}

/** The weekly share of followers who engage, two lines small enough to stand in a row with those of other accounts. */
export function sparkPlot(
  trend: TrendPoint[],
  {width = 250, document = globalThis.document, label}: DrawOptions,
  {from, to, highest}: SparkScale
): SVGSVGElement {
  const [height, top, bottom] = [76, 6, 60];
  const [left, right] = [30, width - 6];
  const across = scaleUtc([from, Math.max(from + 1, to)], [left, right]);
  const up = scaleLinear([0, highest], [bottom, top]);
  const x = (date: Date) => pixel(across(date));
  const y = (share: number) => pixel(up(share));
  const years = Number.isFinite(from) ? utcYear.range(utcYear.ceil(new Date(from)), new Date(to + 1)) : [];
  const lines = sparkLines(trend)
    .filter(({points}) => points.length > 1)
    .map(({route, points}) =>
      svgNode(document, "path", {
        d: points
          .map((point, i) => `${goesOn(points[i - 1], point) ? "L" : "M"}${x(point.date)},${y(point.share)}`)
          .join(""),
        fill: "none",
        stroke: routeColor(route),
        "stroke-width": 2,
        "stroke-dasharray": route === "followback" ? "none" : routeDash(route)
      })
    );
  return svgNode(
    document,
    "svg",
    {class: "claim-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label},
    [
      svgNode(document, "line", {class: "axis", x1: left, x2: right, y1: bottom, y2: bottom}),
      svgNode(document, "text", {class: "tick", x: left - 4, y: bottom, "text-anchor": "end"}, ["0"]),
      svgNode(document, "text", {class: "tick", x: left - 4, y: top + 8, "text-anchor": "end"}, [
        axisPercent(highest)
      ]),
      ...years.map((date) =>
        svgNode(document, "text", {class: "tick", x: x(date), y: 73, "text-anchor": "middle"}, [
          String(date.getUTCFullYear())
        ])
      ),
      ...lines
    ]
  ) as SVGSVGElement;
}
