import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {axisPercent, percent, percentRange, whole} from "./format.js";
import {routeColor, routeNames, routes} from "./route.js";
import type {Rate, Route} from "./rows.js";

/**
 * The share who had engaged within each number of days, by route: a dot for what is certain, a bar for its 95 %
 * interval, a hollow dot for the most it can be if interactions inside a start or end window count.
 */
export function ladderPlot(
  rates: Rate[],
  options: DrawOptions,
  {shown: asked = routes, hasRange = false}: {shown?: Route[]; hasRange?: boolean} = {}
): SVGSVGElement {
  const width = options.width ?? 640;
  const rows = rates.filter(
    ({measure, route, share}) => measure === "engaged" && share !== null && asked.includes(route)
  );
  const shown = routes.filter((route) => rows.some((rate) => rate.route === route));
  const ages = [...new Set(rows.map(({age_days}) => age_days))].sort((a, b) => a - b);
  const atMost = (d: Rate) => (d.hits_at_most ?? d.hits!) / d.size;
  const highest = Math.max(
    0.01,
    ...rows.map((d) => Math.max(d.high!, atMost(d), hasRange ? d.range_high! : 0))
  );
  const isPhone = isNarrow(width);
  return draw(options, {
    height: ages.length * (shown.length * 26 + 26) + 30,
    marginLeft: 92,
    marginRight: isPhone ? 46 : 130,
    marginTop: 24,
    x: {domain: [0, highest], label: null, tickFormat: axisPercent, ticks: isPhone ? 3 : 6, grid: true},
    y: {
      domain: shown,
      label: null,
      tickFormat: (route: (typeof shown)[number]) => routeNames[route],
      tickSize: 0
    },
    fy: {domain: ages, axis: null, padding: 0.22},
    marks: [
      Plot.text(ages, {
        fy: (age) => age,
        text: (age) => `within ${age} days`,
        frameAnchor: "top-left",
        dx: -88,
        dy: -16,
        fontWeight: 700
      }),
      Plot.link(rows, {
        fy: "age_days",
        y: "route",
        x1: "low",
        x2: "high",
        stroke: (d: Rate) => routeColor(d.route),
        strokeWidth: 6,
        strokeOpacity: 0.35
      }),
      ...(hasRange
        ? [
            Plot.link(rows, {
              fy: "age_days",
              y: "route",
              x1: "range_low",
              x2: "range_high",
              stroke: (d: Rate) => routeColor(d.route),
              strokeDasharray: "3,2"
            }),
            ...(["range_low", "range_high"] as const).map((edge) =>
              Plot.tickX(rows, {
                fy: "age_days",
                y: "route",
                x: edge,
                stroke: (d: Rate) => routeColor(d.route),
                strokeWidth: 1.5,
                insetTop: 5,
                insetBottom: 5
              })
            )
          ]
        : []),
      Plot.dot(rows, {
        fy: "age_days",
        y: "route",
        x: atMost,
        r: 3.5,
        stroke: (d: Rate) => routeColor(d.route),
        fill: "var(--theme-background)",
        strokeWidth: 1.5
      }),
      Plot.dot(rows, {
        fy: "age_days",
        y: "route",
        x: "share",
        r: 4.5,
        fill: (d: Rate) => routeColor(d.route),
        ...titled(
          options,
          (d: Rate) =>
            `${routeNames[d.route]}, within ${d.age_days} days: ${percent(d.share)}, ${whole(d.hits)} of ${whole(d.size)} (95% interval ${percentRange(d.low, d.high)})${hasRange ? `, with the unknown ${percentRange(d.range_low, d.range_high)}` : ""}`
        )
      }),
      Plot.text(rows, {
        fy: "age_days",
        y: "route",
        x: (d: Rate) => Math.max(d.high!, atMost(d), hasRange ? d.range_high! : 0),
        text: (d: Rate) =>
          isPhone ? percent(d.share) : `${percent(d.share)} (${percentRange(d.low, d.high)})`,
        textAnchor: "start",
        dx: 8,
        fontVariant: "tabular-nums"
      })
    ]
  });
}
