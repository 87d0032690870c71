import * as Plot from "@observablehq/plot";
import {draw, isNarrow, timeTicks, type DrawOptions} from "./draw.js";
import {whole} from "./format.js";
import {routeColor, routeNames, routes} from "./route.js";
import type {GrowthWeek, Route} from "./rows.js";

/** Followers gained (up) and lost (down) a week, by route. */
export function growthPlot(weeks: GrowthWeek[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const shown = [...routes].reverse();
  const bars = weeks.flatMap((week) => [
    {route: week.route, week: new Date(week.week), people: week.gained + week.returned + week.reappeared},
    {route: week.route, week: new Date(week.week), people: -(week.lost + week.hidden)}
  ]);
  return draw(options, {
    height: isNarrow(width) ? 260 : 340,
    marginLeft: 42,
    x: {
      type: "utc",
      label: null,
      ticks: timeTicks(
        bars.map(({week}) => week),
        width
      )
    },
    y: {label: null, tickFormat: (people: number) => whole(Math.abs(people)), grid: true, ticks: 6},
    marks: [
      Plot.rectY(bars, {
        x: "week",
        y: "people",
        interval: "week",
        order: shown,
        z: "route",
        fill: (d: {route: Route}) => routeColor(d.route),
        insetLeft: 0.5,
        insetRight: 0
      }),
      Plot.ruleY([0]),
      Plot.text(["gained"], {frameAnchor: "top-left", text: String, dx: 6, dy: 4, fontWeight: 700}),
      Plot.text(["lost"], {frameAnchor: "bottom-left", text: String, dx: 6, dy: -4, fontWeight: 700})
    ]
  });
}

/** The causes of leaving with the words the pages use. */
export const causes = {
  unfollowed: "unfollowed",
  suspended: "suspended",
  gone: "account gone",
  blocked: "blocked by us",
  unresolved: "not resolved"
} as const;

export type Cause = keyof typeof causes;

/** Everybody lost by route and cause, over all weeks whose split may be shown. */
export function lossesByCause(weeks: GrowthWeek[]): {route: Route; cause: Cause; people: number}[] {
  return routes.flatMap((route) =>
    (Object.keys(causes) as Cause[]).map((cause) => ({
      route,
      cause,
      people: weeks.reduce((sum, week) => sum + (week.route === route ? (week[cause] ?? 0) : 0), 0)
    }))
  );
}

/** How many left, by cause, one panel a route on one scale. */
export function causesPlot(weeks: GrowthWeek[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const rows = lossesByCause(weeks).filter(({people}) => people > 0);
  const shown = routes.filter((route) => rows.some((row) => row.route === route));
  const names = Object.values(causes).filter((name) => rows.some(({cause}) => causes[cause] === name));
  return draw(options, {
    height: shown.length * (names.length * 20 + 26) + 20,
    marginLeft: 100,
    marginRight: isNarrow(width) ? 44 : 60,
    marginTop: 22,
    x: {axis: null},
    y: {domain: names, label: null, tickSize: 0},
    fy: {domain: shown, axis: null, padding: 0.2},
    marks: [
      Plot.text(shown, {
        fy: (route) => route,
        text: (route: Route) => routeNames[route],
        fill: (route: Route) => routeColor(route),
        frameAnchor: "top-left",
        dx: -96,
        dy: -15,
        fontWeight: 700
      }),
      Plot.barX(rows, {
        fy: "route",
        y: ({cause}: {cause: Cause}) => causes[cause],
        x: "people",
        fill: ({route}: {route: Route}) => routeColor(route),
        insetTop: 2,
        insetBottom: 2
      }),
      Plot.text(rows, {
        fy: "route",
        y: ({cause}: {cause: Cause}) => causes[cause],
        x: "people",
        text: ({people}: {people: number}) => whole(people),
        textAnchor: "start",
        dx: 5
      })
    ]
  });
}
