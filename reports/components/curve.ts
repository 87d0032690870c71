import * as Plot from "@observablehq/plot";
import {draw, isNarrow, spread, type DrawOptions} from "./draw.js";
import {axisPercent, percent} from "./format.js";
import {routeColor, routeDash, routeNames} from "./route.js";
import type {Rate, Route} from "./rows.js";

/** The share retained at each age, by route, with its 95 % interval; everybody is there at age 0. */
export function curvePlot(
  rates: Rate[],
  options: DrawOptions,
  shown: Route[] = ["followback", "organic", "unknown"]
): SVGSVGElement {
  const width = options.width ?? 640;
  const kept = rates.filter(
    ({measure, route, share}) => measure === "retained" && shown.includes(route) && share !== null
  );
  const first = shown
    .filter((route) => kept.some((rate) => rate.route === route))
    .map((route) => ({route, age_days: 0, share: 1, low: 1, high: 1}));
  const rows = [...first, ...kept].sort((a, b) => a.age_days - b.age_days);
  const lowest = Math.max(0, Math.floor((Math.min(1, ...kept.map(({low}) => low!)) - 0.05) * 10) / 10);
  const ends = shown.flatMap((route) => rows.filter((row) => row.route === route).slice(-1));
  const labels = spread(ends, ({share}) => share!, (1 - lowest) * (isNarrow(width) ? 0.2 : 0.08));
  return draw(options, {
    height: isNarrow(width) ? 240 : 320,
    marginLeft: 42,
    marginBottom: 42,
    marginRight: isNarrow(width) ? 92 : 110,
    x: {
      label: "days since first sight",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: isNarrow(width) ? 4 : 8
    },
    y: {domain: [lowest, 1], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    marks: [
      Plot.areaY(rows, {
        x: "age_days",
        y1: "low",
        y2: "high",
        z: "route",
        fill: (d: Rate) => routeColor(d.route),
        fillOpacity: 0.16
      }),
      ...shown.map((route) =>
        Plot.lineY(
          rows.filter((row) => row.route === route),
          {
            x: "age_days",
            y: "share",
            stroke: routeColor(route),
            strokeWidth: 2.25,
            strokeDasharray: routeDash(route)
          }
        )
      ),
      Plot.dot(kept, {x: "age_days", y: "share", r: 2.5, fill: (d: Rate) => routeColor(d.route)}),
      Plot.text(labels, {
        x: "age_days",
        y: "at",
        text: (d: Rate) => `${routeNames[d.route]} ${percent(d.share)}`,
        fill: (d: Rate) => routeColor(d.route),
        textAnchor: "start",
        dx: 8,
        fontWeight: 600,
        lineWidth: isNarrow(width) ? 7 : 20
      })
    ]
  });
}
