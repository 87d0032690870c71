import {extent, utcDay, utcMonth} from "d3";
import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {axisPercent, month, plural, shortMonth} from "./format.js";
import {routeFill, routeNames} from "./route.js";
import type {ListRow, Route, RouteMonth, Summary} from "./rows.js";
import {smallestGroup} from "./thresholds.js";

/** From the first list of followers to the last, in milliseconds since 1970. */
export interface Watched {
  from: number;
  to: number;
}

/** When an account was watched; null where it was not by lists. */
export function watchedOf(lists: ListRow[]): Watched | null {
  const ofFollowers = lists.filter(({list}) => list === "followers");
  const [from, to] = extent(ofFollowers, ({taken_at}) => Date.parse(taken_at));
  return from === undefined ? null : {from, to};
}

/** Whether a month was watched from its first day to its last. */
export function isWholeMonth(month: string, watched: Watched | null): boolean {
  if (!watched) return true;
  const start = new Date(month);
  const [secondDay, lastDay] = [utcDay.offset(start, 1), utcDay.offset(utcMonth.offset(start, 1), -1)];
  return watched.from < secondDay.getTime() && watched.to >= lastDay.getTime();
}

/** Months side by side that make one bar, `month` to `month_to`, with the people of each route. */
export type RouteBar = {month: string; month_to: string; route: Route; people: number};

/** The bars of months, small months merged as the report's data say. Empty where there are too few people in all. */
export function routeBars(months: RouteMonth[]): RouteBar[] {
  const shown = months.filter(({is_too_few}) => !is_too_few);
  return [...new Set(shown.map(({group_from}) => group_from))].sort().flatMap((from) =>
    (["followback", "unknown", "organic"] as const).flatMap((route) => {
      const inside = shown.filter((row) => row.route === route && row.group_from === from);
      const people = inside.reduce((sum, row) => sum + row.people, 0);
      return people === 0 ? [] : [{month: from, month_to: inside[0]!.group_to, route, people}];
    })
  );
}

/** How to read the picture of these bars, and what would make fewer routes unknown. */
export function routesReading(
  bars: RouteBar[],
  watched: Watched | null,
  {unknown, has_records}: Summary
): string {
  const isPaler = bars.some(
    ({month, month_to}) => ![month, month_to].every((end) => isWholeMonth(end, watched))
  );
  return [
    bars.length > 0 &&
      `How to read it: each month’s new followers by route, as shares of all of them, from the bottom up: followback, unknown, organic. Months with fewer than ${smallestGroup} people are merged with their neighbours.`,
    isPaler && "Paler months were not tracked from the first to the last day.",
    unknown > 0 &&
      (has_records
        ? "To reduce unknown routes, take snapshots more often."
        : "To reduce unknown routes, read both lists more often or keep a log of whom the account follows and when.")
  ]
    .filter(Boolean)
    .join(" ");
}

/** Arrivals a month by route, as shares of all dated arrivals; months that were not watched whole are paler. */
export function routesPlot(
  months: RouteMonth[],
  options: DrawOptions,
  watched: Watched | null = null
): SVGSVGElement {
  const width = options.width ?? 640;
  const [marginLeft, marginRight] = [42, 12];
  const shown: Route[] = ["followback", "unknown", "organic"];
  const bars = routeBars(months);
  const names = [...new Set(bars.map((row) => row.month))].sort();
  const endOf = new Map(bars.map((row) => [row.month, row.month_to]));
  const isWhole = (bar: RouteBar) => isWholeMonth(bar.month, watched) && isWholeMonth(bar.month_to, watched);
  // A name takes about 62 pixels: where there are more months than room, some go without.
  const step = Math.max(1, Math.ceil((62 * names.length) / (width - marginLeft - marginRight)));
  return draw(options, {
    height: isNarrow(width) ? 220 : 260,
    marginLeft,
    marginRight,
    x: {
      type: "band",
      domain: names,
      label: null,
      tickSize: 0,
      padding: names.length > 24 ? 0.06 : 0.03,
      ticks: names.filter((_, i) => i % step === 0),
      tickFormat: (iso: string) => shortMonth(iso, endOf.get(iso))
    },
    y: {label: null, tickFormat: axisPercent, ticks: 5},
    marks: [
      Plot.barY(bars, {
        x: "month",
        y: "people",
        offset: "normalize",
        order: shown,
        z: "route",
        fill: (d: RouteBar) => routeFill(d.route),
        fillOpacity: (d: RouteBar) => (isWhole(d) ? 1 : 0.45),
        // The page shows between the bands, so that they are told apart without their colours.
        insetTop: 1,
        ...titled(
          options,
          (d: RouteBar) =>
            `${month(d.month, d.month_to)}${isWhole(d) ? "" : " (not fully tracked)"}, ${routeNames[d.route]}: ${plural(d.people, "person", "people")}`
        )
      }),
      Plot.ruleY([0])
    ]
  });
}
