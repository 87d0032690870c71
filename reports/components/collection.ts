import * as Plot from "@observablehq/plot";
import {draw, isNarrow, timeTicks, titled, type DrawOptions} from "./draw.js";
import {axisPercent, month, whole} from "./format.js";
import {routeColor, routeNames} from "./route.js";
import type {CoveredPeriod, ListRow, Route, RouteMonth} from "./rows.js";

const kinds: Record<string, string> = {
  mention: "mentions, replies, quotes",
  repost: "reposts",
  like: "likes"
};

/** When lists were read and acts watched: complete lists tall, heads short, partial ones crossed; bars for acts. */
export function collectionPlot(
  lists: ListRow[],
  covered: CoveredPeriod[],
  options: DrawOptions
): SVGSVGElement {
  const width = options.width ?? 640;
  const ticks = lists.map(({taken_at, list, verdict}) => ({at: new Date(taken_at), list, verdict}));
  // Mentions may be covered back to the account's first day; the picture begins with the lists.
  const first = new Date(Math.min(...(ticks.length > 0 ? ticks.map(({at}) => at.getTime()) : [0])));
  const bars = covered
    .map(({kind, from_at, to_at}) => ({
      from: new Date(from_at) < first ? first : new Date(from_at),
      to: new Date(to_at),
      name: kinds[kind] ?? kind
    }))
    .filter(({from, to}) => from < to);
  const rows = [
    ...new Set([
      ...ticks.map(({list}) => list).sort(),
      ...Object.values(kinds).filter((name) => bars.some((bar) => bar.name === name))
    ])
  ];
  const of = (verdict: ListRow["verdict"]) => ticks.filter((tick) => tick.verdict === verdict);
  return draw(options, {
    height: rows.length * 34 + 40,
    marginLeft: isNarrow(width) ? 84 : 170,
    marginRight: 16,
    x: {
      type: "utc",
      label: null,
      ticks: timeTicks(
        ticks.map(({at}) => at),
        width
      )
    },
    y: {
      domain: rows,
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => (isNarrow(width) ? name.split(",")[0]! : name)
    },
    marks: [
      Plot.barX(bars, {
        x1: "from",
        x2: "to",
        y: "name",
        fill: "var(--organic)",
        fillOpacity: 0.55,
        insetTop: 10,
        insetBottom: 10
      }),
      Plot.tickX(of("head"), {
        x: "at",
        y: "list",
        stroke: "var(--theme-foreground-muted)",
        strokeWidth: 0.75,
        insetTop: 11,
        insetBottom: 11
      }),
      Plot.tickX(of("complete"), {
        x: "at",
        y: "list",
        stroke: "var(--theme-foreground)",
        strokeWidth: 1.5,
        insetTop: 4,
        insetBottom: 4
      }),
      Plot.dot(of("partial"), {
        x: "at",
        y: "list",
        symbol: "times",
        r: 5,
        stroke: "var(--alarm)",
        strokeWidth: 2.5
      })
    ]
  });
}

/** Arrivals a month by route, as shares of all dated arrivals. */
export function routesPlot(months: RouteMonth[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const shown: Route[] = ["followback", "unknown", "organic"];
  return draw(options, {
    height: isNarrow(width) ? 220 : 260,
    marginLeft: 42,
    x: {
      type: "utc",
      label: null,
      ticks: timeTicks(
        months.map(({month}) => new Date(month)),
        width
      )
    },
    y: {label: null, tickFormat: axisPercent, ticks: 5},
    marks: [
      Plot.rectY(months, {
        x: (d: RouteMonth) => new Date(d.month),
        y: "people",
        interval: "month",
        offset: "normalize",
        order: shown,
        z: "route",
        fill: (d: RouteMonth) => routeColor(d.route),
        ...titled(
          options,
          (d: RouteMonth) =>
            `${month(d.month)}, ${routeNames[d.route]}: ${whole(d.people)} ${d.people === 1 ? "person" : "people"}`
        )
      }),
      Plot.ruleY([0])
    ]
  });
}
