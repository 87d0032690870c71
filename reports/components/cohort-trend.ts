import {utcDay, utcMonth} from "d3";
import * as Plot from "@observablehq/plot";
import {draw, isNarrow, spread, timeAxis, titled, type DrawOptions} from "./draw.js";
import {axisPercent, day, month, percent, percentRange, whole} from "./format.js";
import {routeColor, routeNames} from "./route.js";
import type {CohortCell, Route, Summary} from "./rows.js";
import {engagedDays, retainedDays} from "./thresholds.js";

/** What a cohort is called: its months, or the days its weeks begin. */
export const cohortName = (
  {cohort, cohort_to}: Pick<CohortCell, "cohort" | "cohort_to">,
  isWeekly: boolean
) =>
  !isWeekly
    ? month(cohort, cohort_to)
    : cohort === cohort_to
      ? `week of ${day(cohort)}`
      : `weeks of ${day(cohort)} to ${day(cohort_to)}`;

/** One age of one measure: what the picture follows from cohort to cohort. */
interface Share {
  measure: CohortCell["measure"];
  age: number;
}

/** What such a share counts: `still there at 90 days`. */
export const trendName = ({measure, age}: Share) =>
  `${measure === "retained" ? "still there at" : "engaged within"} ${age} days`;

/** Whether there is a mark to draw. */
export const hasPoints = (cells: CohortCell[], {measure, age}: Share) =>
  cells.some((cell) => cell.measure === measure && cell.age_days === age && cell.share !== null);

const engagedAges = [7, engagedDays, 90];

/** The control that chooses a share, as `measure-age`: retained at 90 days first, then every age that has one. */
export function trendChoices(
  cells: CohortCell[],
  {has_engagement}: Summary
): [value: string, text: string][] {
  const kept = cells.filter(({measure, share}) => measure === "retained" && share !== null);
  const ages = [...new Set(kept.map(({age_days}) => age_days))].sort((a, b) => a - b);
  const shares: Share[] = [
    ...ages.map((age) => ({measure: "retained" as const, age})),
    ...(has_engagement ? engagedAges : []).map((age) => ({measure: "engaged" as const, age}))
  ];
  const isFirst = ({measure, age}: Share) => Number(measure === "retained" && age === retainedDays);
  return shares
    .sort((a, b) => isFirst(b) - isFirst(a))
    .map((share) => [`${share.measure}-${share.age}`, trendName(share)]);
}

const symbols: Partial<Record<Route, "circle" | "square" | "triangle">> = {
  followback: "circle",
  organic: "square",
  unknown: "triangle"
};

/** One age of every cohort along the calendar: a mark a cohort, its 95 % interval a line, its spell of first sights a bar. */
export function cohortTrendPlot(
  cells: CohortCell[],
  options: DrawOptions,
  {measure, age, shown, isWeekly}: Share & {shown: Route[]; isWeekly: boolean}
): SVGSVGElement {
  const width = options.width ?? 640;
  const isPhone = isNarrow(width);
  const rows = cells
    .filter(
      (cell) =>
        cell.measure === measure && cell.age_days === age && cell.share !== null && shown.includes(cell.route)
    )
    .map((cell) => {
      const from = new Date(cell.cohort);
      const last = new Date(cell.cohort_to);
      const to = isWeekly ? utcDay.offset(last, 7) : utcMonth.offset(utcMonth(last), 1);
      // Routes stand a little apart, so that their intervals can be told apart.
      const middle = new Date(
        (from.getTime() + to.getTime()) / 2 + (shown.indexOf(cell.route) - 1) * 2.5 * 864e5
      );
      return {...cell, from, to, middle};
    });
  const highest = measure === "retained" ? 1 : Math.max(0.01, ...rows.map(({high}) => high!));
  const lowest =
    measure === "retained"
      ? Math.max(0, Math.floor((Math.min(1, ...rows.map(({low}) => low!)) - 0.02) * 10) / 10)
      : 0;
  type Row = (typeof rows)[number];
  const color = (d: Row) => routeColor(d.route);
  const ends = shown.flatMap((route) => {
    const mine = rows.filter((row) => row.route === route);
    const newest = mine.reduce<Row | null>((a, b) => (a && a.to > b.to ? a : b), null);
    return newest ? [newest] : [];
  });
  const right = new Date(Math.max(0, ...rows.map(({to}) => to.getTime())));
  const labels = spread(ends, ({share}) => share!, (highest - lowest) * (isPhone ? 0.12 : 0.07));
  return draw(options, {
    height: isPhone ? 260 : 320,
    marginLeft: 42,
    marginBottom: 42,
    marginRight: isPhone ? 92 : 100,
    x: timeAxis(
      rows.flatMap(({from, to}) => [from, to]),
      width
    ),
    y: {domain: [lowest, highest], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    symbol: {domain: shown, range: shown.map((route) => symbols[route] ?? "diamond")},
    marks: [
      Plot.link(rows, {x1: "from", x2: "to", y: "share", stroke: color, strokeWidth: 1, strokeOpacity: 0.5}),
      Plot.link(rows, {
        x: "middle",
        y1: "low",
        y2: "high",
        stroke: color,
        strokeWidth: 1.5,
        strokeOpacity: 0.7
      }),
      Plot.dot(rows, {
        x: "middle",
        y: "share",
        r: 4,
        symbol: "route",
        fill: (d: Row) => (d.is_complete ? color(d) : "var(--theme-background)"),
        stroke: color,
        strokeWidth: 1.5,
        ...titled(
          options,
          (d: Row) =>
            `${routeNames[d.route]}, ${cohortName(d, isWeekly)}: ${percent(d.share)} of ${whole(d.size)} (95% interval ${percentRange(d.low, d.high)})${d.is_complete ? "" : ", not all there yet"}`
        )
      }),
      Plot.text(labels, {
        x: () => right,
        y: "at",
        text: (d: Row) => routeNames[d.route],
        fill: color,
        textAnchor: "start",
        dx: 8,
        fontWeight: 600
      })
    ]
  });
}
