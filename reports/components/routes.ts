import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {axisPercent, month, shortMonth, whole} from "./format.js";
import {routeFill, routeNames} from "./route.js";
import type {ListRow, Route, RouteMonth} from "./rows.js";

/** From the first list to the last, in milliseconds since 1970. */
export interface Watched {
  from: number;
  to: number;
}

/** When an account was watched; null where it was not by lists. */
export function watchedOf(lists: ListRow[]): Watched | null {
  const times = lists.map(({taken_at}) => Date.parse(taken_at));
  return times.length === 0 ? null : {from: Math.min(...times), to: Math.max(...times)};
}

/** Whether a month was watched from its first day to its last. */
export function isWholeMonth(month: string, watched: Watched | null): boolean {
  if (!watched) return true;
  const start = new Date(month);
  const end = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1);
  return watched.from < start.getTime() + 864e5 && watched.to >= end - 864e5;
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
  const names = [...new Set(months.map((row) => row.month))].sort();
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
      tickFormat: (iso: string) => shortMonth(iso)
    },
    y: {label: null, tickFormat: axisPercent, ticks: 5},
    marks: [
      Plot.barY(months, {
        x: "month",
        y: "people",
        offset: "normalize",
        order: shown,
        z: "route",
        fill: (d: RouteMonth) => routeFill(d.route),
        fillOpacity: (d: RouteMonth) => (isWholeMonth(d.month, watched) ? 1 : 0.45),
        // The page shows between the bands, so that they are told apart without their colours.
        insetTop: 1,
        ...titled(
          options,
          (d: RouteMonth) =>
            `${month(d.month)}${isWholeMonth(d.month, watched) ? "" : " (not watched whole)"}, ${routeNames[d.route]}: ${whole(d.people)} ${d.people === 1 ? "person" : "people"}`
        )
      }),
      Plot.ruleY([0])
    ]
  });
}
