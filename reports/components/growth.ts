import * as Plot from "@observablehq/plot";
import {draw, isNarrow, timeAxis, titled, type DrawOptions} from "./draw.js";
import {axisWhole, day, month, whole} from "./format.js";
import {routeColor, routeFill, routeNames, routes} from "./route.js";
import type {GrowthWeek, Route} from "./rows.js";

/** Gains and losses of one route in a week or a month. */
export interface GrowthPeriod {
  route: Route;
  /** ISO date of the first day. */
  start: string;
  gained: number;
  lost: number;
  /** Followers when the period began, of all routes or of the one shown; null before anything was known. */
  opening: number | null;
  /** Whether these are enough people for a rate. */
  has_rate: boolean;
}

/** Everyone who came and everyone who left, all weeks and routes together: those who came back count each time. */
export function growthTotals(weeks: GrowthWeek[]): {gained: number; lost: number; hidden: number} {
  const sum = (count: (week: GrowthWeek) => number) => weeks.reduce((total, week) => total + count(week), 0);
  return {
    gained: sum(({gained, returned, reappeared}) => gained + returned + reappeared),
    lost: sum(({lost}) => lost ?? 0),
    hidden: sum(({hidden}) => hidden ?? 0)
  };
}

/** The routes by which someone came or of which someone left, in their order. */
export const movingRoutes = (weeks: GrowthWeek[]): Route[] =>
  routes.filter((route) => {
    const {gained, lost, hidden} = growthTotals(weeks.filter((week) => week.route === route));
    return gained + lost + hidden > 0;
  });

/** How many there were when a week began: before a route first moves, it has no week of its own that says so. */
const openingOf = ({closing, gained, returned, reappeared, hidden, lost, first_shown}: GrowthWeek) =>
  closing - gained - returned - reappeared - first_shown + (hidden ?? 0) + (lost ?? 0);

/** Since when people already there count whom a later list was the first to show. Empty where there are none. */
export function shownLaterSentence(weeks: GrowthWeek[]): string {
  const first = weeks.reduce((least, {week}) => (week < least ? week : least), "9999");
  const later = weeks.filter((row) => row.first_shown > 0 && row.week > first);
  if (later.length === 0) return "";
  const people = later.reduce((sum, {first_shown}) => sum + first_shown, 0);
  const [start, end] = [later[0]!.week, later.at(-1)!.week];
  const when = start === end ? `the week of ${day(start)}` : `weeks from ${day(start)} to ${day(end)}`;
  return (
    `Of those already there ${whole(people)} ${people === 1 ? "was" : "were"} first shown in ${when}: ` +
    `no one knows since when they followed, so they count from that week on, and as no gain.`
  );
}

/**
 * Weeks as they are, or the months they begin in, for the routes shown: one, or all that moved. `of` are the routes of whose
 * followers rates are.
 */
export function growthPeriods(
  weeks: GrowthWeek[],
  by: "week" | "month",
  shown: Route[],
  of = shown
): GrowthPeriod[] {
  const startOf = ({week}: GrowthWeek) => (by === "week" ? week : `${week.slice(0, 7)}-01`);
  const mine = weeks.filter(({route}) => shown.includes(route));
  const starts = [...new Set(mine.map(startOf))].sort();
  const inOrder = weeks.filter(({route}) => of.includes(route)).sort((a, b) => (a.week < b.week ? -1 : 1));
  const openings = starts.map((start) =>
    of.reduce((sum, route) => {
      const own = inOrder.filter((week) => week.route === route);
      const before = own.findLast((week) => startOf(week) < start);
      return sum + (before?.closing ?? (own.length > 0 ? openingOf(own[0]!) : 0));
    }, 0)
  );
  const isTooFew = starts.map((start) => {
    const last = inOrder.findLast((week) => startOf(week) < start);
    return of.length === 1 ? last?.is_route_too_few : last?.is_all_too_few;
  });
  return starts.flatMap((start, i) =>
    shown.map((route) => {
      const inside = mine.filter((week) => week.route === route && startOf(week) === start);
      return {
        route,
        start,
        gained: inside.reduce((sum, week) => sum + week.gained + week.returned + week.reappeared, 0),
        lost: inside.reduce((sum, week) => sum + (week.lost ?? 0) + (week.hidden ?? 0), 0),
        opening: i === 0 ? null : openings[i]!,
        has_rate: i > 0 && !isTooFew[i]
      };
    })
  );
}

/** Pixels of a word in the picture, and of the room above and below its frame. */
const wordHeight = 20;
const frameMargins = 50;

/** Followers gained (up) and lost (down) by route: people, or per 100 followers, of the routes `of`, at the period's start. */
export function growthPlot(
  weeks: GrowthWeek[],
  options: DrawOptions,
  {
    by = "week",
    isRelative = false,
    shown = routes,
    of = shown
  }: {by?: "week" | "month"; isRelative?: boolean; shown?: Route[]; of?: Route[]} = {}
): SVGSVGElement {
  const width = options.width ?? 640;
  const periods = growthPeriods(weeks, by, shown, of).filter(({has_rate}) => !isRelative || has_rate);
  const scaled = (people: number, {opening}: GrowthPeriod) =>
    isRelative ? (100 * people) / opening! : people;
  const unit = isRelative ? " per 100 followers" : "";
  const text = (value: number) => (isRelative ? Math.abs(value).toFixed(1) : whole(Math.abs(value)));
  const bars = periods.flatMap((period) =>
    (
      [
        ["gained", period.gained],
        ["lost", -period.lost]
      ] as const
    ).map(([what, people]) => ({
      ...period,
      date: new Date(period.start),
      value: scaled(people, period),
      what
    }))
  );
  type Bar = (typeof bars)[number];
  const height = isNarrow(width) ? 260 : 340;
  // Above the highest bar and below the lowest stands a word.
  const reach = (what: Bar["what"]) => {
    const sums = new Map<string, number>();
    for (const bar of bars)
      if (bar.what === what) sums.set(bar.start, (sums.get(bar.start) ?? 0) + Math.abs(bar.value));
    return Math.max(0, ...sums.values());
  };
  const [up, down] = [reach("gained"), reach("lost")];
  const wordRoom = ((up + down || 1) * wordHeight) / (height - frameMargins - 2 * wordHeight);
  return draw(options, {
    height,
    marginLeft: 42,
    x: timeAxis(
      bars.map(({date}) => date),
      width
    ),
    y: {
      label: null,
      domain: [-down - wordRoom, up + wordRoom],
      tickFormat: (value: number) => (isRelative ? String(Math.abs(value)) : axisWhole(Math.abs(value))),
      grid: true,
      ticks: 6
    },
    marks: [
      Plot.rectY(
        bars.filter(({value}) => value !== 0),
        {
          x: "date",
          y: "value",
          // Of d3 a week begins on Sunday.
          interval: by === "week" ? "monday" : by,
          order: [...routes].reverse(),
          z: "route",
          fill: (d: Bar) => routeFill(d.route),
          insetLeft: 0.5,
          insetRight: 0,
          insetTop: 0.75,
          ...titled(
            options,
            (d: Bar) =>
              `${by === "week" ? `week of ${day(d.start)}` : month(d.start)}, ${routeNames[d.route]}: ${text(d.value)} ${d.what}${unit}`
          )
        }
      ),
      Plot.ruleY([0]),
      ...(
        [
          [`gained${unit}`, "top-left", 4],
          ["lost", "bottom-right", -4]
        ] as const
      ).map(([text, frameAnchor, dy]) =>
        Plot.text([text], {
          text: String,
          frameAnchor,
          dx: frameAnchor === "top-left" ? 6 : -6,
          dy,
          fontWeight: 700,
          fill: "var(--theme-foreground)",
          stroke: "var(--theme-background)",
          strokeWidth: 4
        })
      )
    ]
  });
}

/** The causes as the picture over time tells them apart: full, hatched, outlined. */
const causeGroups = {
  unfollowed: "unfollowed",
  closed: "suspended or gone",
  other: "blocked by us or not resolved"
} as const;

type CauseGroup = keyof typeof causeGroups;

/** The same where follows are records, and why somebody is gone is asked. */
const causeGroupsOfRecords: Record<CauseGroup, string> = {
  unfollowed: "unfollowed",
  closed: "deactivated, taken down or deleted",
  other: "blocked either way, or not resolved"
};

export const causeGroupsOf = (hasRecords: boolean): Record<CauseGroup, string> =>
  hasRecords ? causeGroupsOfRecords : causeGroups;

/** Followers lost a month by cause, one panel a route on one scale. Weeks whose split may not be shown are left out. */
export function lossesPlot(
  weeks: GrowthWeek[],
  options: DrawOptions,
  shown: Route[],
  hasRecords = false
): SVGSVGElement {
  const names = causeGroupsOf(hasRecords);
  const width = options.width ?? 640;
  const sums = new Map<string, {route: Route; start: string; group: CauseGroup; people: number}>();
  for (const week of weeks) {
    if (!shown.includes(week.route) || week.unfollowed === null) continue;
    const start = `${week.week.slice(0, 7)}-01`;
    const split = {
      unfollowed: week.unfollowed,
      closed: (week.suspended ?? 0) + (week.gone ?? 0),
      other: (week.blocked ?? 0) + (week.unresolved ?? 0)
    };
    for (const [group, people] of Object.entries(split) as [CauseGroup, number][]) {
      const key = `${week.route} ${start} ${group}`;
      const known = sums.get(key) ?? {route: week.route, start, group, people: 0};
      sums.set(key, {...known, people: known.people + people});
    }
  }
  const bars = [...sums.values()]
    .filter(({people}) => people > 0)
    .map((bar) => ({...bar, date: new Date(bar.start)}));
  type Bar = (typeof bars)[number];
  const panels = routes.filter((route) => bars.some((bar) => bar.route === route));
  const groups = Object.keys(causeGroups) as CauseGroup[];
  const fills: Record<CauseGroup, (route: Route) => string> = {
    unfollowed: routeColor,
    closed: (route) => `url(#hatched-${route})`,
    other: () => "var(--theme-background)"
  };
  const svg = draw(options, {
    height: panels.length * (isNarrow(width) ? 96 : 108) + 42,
    marginLeft: 42,
    marginBottom: 42,
    marginRight: 8,
    marginTop: 24,
    x: timeAxis(
      bars.map(({date}) => date),
      width
    ),
    y: {label: null, ticks: 3, grid: true, tickFormat: axisWhole},
    fy: {domain: panels, axis: null, padding: 0.3},
    marks: [
      Plot.rectY(bars, {
        fy: "route",
        x: "date",
        y: "people",
        interval: "month",
        z: "group",
        order: groups,
        fill: (d: Bar) => fills[d.group](d.route),
        stroke: (d: Bar) => routeColor(d.route),
        strokeWidth: 0.75,
        insetLeft: 1,
        insetRight: 1,
        ...titled(
          options,
          (d: Bar) => `${month(d.start)}, ${routeNames[d.route]}: ${whole(d.people)} ${names[d.group]}`
        )
      }),
      Plot.ruleY([0]),
      Plot.text(panels, {
        fy: (route: Route) => route,
        text: (route: Route) => routeNames[route],
        fill: (route: Route) => routeColor(route),
        frameAnchor: "top-left",
        dy: -17,
        fontWeight: 700
      })
    ]
  });
  for (const route of panels) svg.prepend(hatched(svg.ownerDocument, route));
  return svg;
}

/** Slanted lines in a route's colour. */
function hatched(document: Document, route: Route): Element {
  const make = (name: string, attributes: Record<string, string>) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const pattern = make("pattern", {
    id: `hatched-${route}`,
    width: "5",
    height: "5",
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)"
  });
  pattern.append(make("rect", {width: "2", height: "5", fill: routeColor(route)}));
  return pattern;
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

/** The same where follows are records: the columns of `growth` stand for what is asked there. */
const causesOfRecords: Record<Cause, string> = {
  unfollowed: "unfollowed",
  suspended: "taken down",
  gone: "deactivated or deleted",
  blocked: "blocked either way",
  unresolved: "not resolved"
};

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
export function causesPlot(weeks: GrowthWeek[], options: DrawOptions, hasRecords = false): SVGSVGElement {
  const causeNames = hasRecords ? causesOfRecords : causes;
  const width = options.width ?? 640;
  const rows = lossesByCause(weeks).filter(({people}) => people > 0);
  const shown = routes.filter((route) => rows.some((row) => row.route === route));
  const names = Object.values(causeNames).filter((name) =>
    rows.some(({cause}) => causeNames[cause] === name)
  );
  return draw(options, {
    height: shown.length * (names.length * 20 + 26) + 20,
    marginLeft: hasRecords ? 154 : 100,
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
        dx: hasRecords ? -150 : -96,
        dy: -15,
        fontWeight: 700
      }),
      Plot.barX(rows, {
        fy: "route",
        y: ({cause}: {cause: Cause}) => causeNames[cause],
        x: "people",
        fill: ({route}: {route: Route}) => routeColor(route),
        insetTop: 2,
        insetBottom: 2
      }),
      Plot.text(rows, {
        fy: "route",
        y: ({cause}: {cause: Cause}) => causeNames[cause],
        x: "people",
        text: ({people}: {people: number}) => whole(people),
        textAnchor: "start",
        dx: 5
      })
    ]
  });
}
