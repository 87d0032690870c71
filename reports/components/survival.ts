import * as Plot from "@observablehq/plot";
import {draw, isNarrow, spread, titled, type DrawOptions} from "./draw.js";
import {axisPercent, percent, percentRange, whole} from "./format.js";
import {routeColor, routeDash, routeNames} from "./route.js";
import type {FirstEngagementStep, Route, SurvivalStep} from "./rows.js";
import {smallestGroup} from "./thresholds.js";

/** A point of a curve by age: a line where the data fix it, a band where they only bound it, its 95 % interval around. */
interface Point {
  route: Route;
  age_days: number;
  /** The least and the most that the data allow; the same where the curve is fixed. */
  least: number;
  most: number;
  low: number;
  high: number;
  title: string;
}

/** The share still following at each age, by route. */
export function survivalPlot(
  steps: SurvivalStep[],
  options: DrawOptions,
  {shown, until}: {shown: Route[]; until: number}
): SVGSVGElement {
  const points = steps.flatMap(
    ({route, age_days, people, low, high, interval_low, interval_high}): Point[] =>
      low === null || high === null || interval_low === null || interval_high === null
        ? []
        : [
            {
              route,
              age_days,
              least: low,
              most: high,
              low: interval_low,
              high: interval_high,
              title: `${routeNames[route]}, day ${dayName(age_days)}: ${percentRange(low, high)} still follow (95% interval ${percentRange(interval_low, interval_high)}; ${whole(people)} people)`
            }
          ]
  );
  return curvesPlot(points, options, {shown, until, isFalling: true});
}

/** An age in days; those of lists have fractions, of which one digit is enough. */
const dayName = (age: number) => String(Math.round(age * 10) / 10);

/** A curve that is only bounded has no line there: how far the bounds must lie apart, as a share. */
const openFrom = 0.002;

/**
 * Every fourth week of each route, for a picture of a year at a third of the weight. The ages of lists, which have fractions,
 * are few and stay; a row that lies open keeps the rows on both sides, so that a week's opening is not drawn as a month's.
 */
export function everyFourthWeek(steps: SurvivalStep[]): SurvivalStep[] {
  const isRetained = ({age_days}: SurvivalStep) =>
    age_days <= 28 || age_days % 28 === 0 || !Number.isInteger(age_days);
  const isOpen = ({low, high}: SurvivalStep) => low !== null && high !== null && high - low >= openFrom;
  const isBeside = (step: SurvivalStep, other: SurvivalStep | undefined) =>
    other !== undefined && other.route === step.route && isRetained(other) && isOpen(other);
  return steps.filter(
    (step, i) => isRetained(step) || isBeside(step, steps[i - 1]) || isBeside(step, steps[i + 1])
  );
}

/** The control that cuts a curve: `all`, or the first so many days where it goes on longer. */
export function daysChoices(steps: SurvivalStep[]): [value: string, text: string][] {
  const oldest = Math.max(0, ...steps.map(({age_days}) => age_days));
  const cuts = [90, 180, 365].filter((days) => days < oldest);
  return [["all", "all"], ...cuts.map((days): [string, string] => [String(days), `first ${days}`])];
}

/** Where the curves end, by route, and why: too few people are watched beyond. Empty where there is none. */
export function curveEndSentence(steps: SurvivalStep[], shown: Route[]): string {
  const ends = shown.flatMap((route) => {
    const ages = steps
      .filter((step) => step.route === route && step.low !== null)
      .map(({age_days}) => age_days);
    return ages.length === 0 ? [] : [`${routeNames[route]} at day ${dayName(Math.max(...ages))}`];
  });
  return ends.length === 0
    ? ""
    : `Each curve ends where fewer than ${smallestGroup} people are still tracked: ${ends.join(", ")}.`;
}

/** The share who have engaged for the first time by each age, by route; it starts at nobody. */
export function firstEngagementPlot(
  steps: FirstEngagementStep[],
  options: DrawOptions,
  {shown, until}: {shown: Route[]; until: number}
): SVGSVGElement {
  const points = steps.flatMap(({route, age_days, at_risk, engaged, low, high}): Point[] =>
    engaged === null || low === null || high === null
      ? []
      : [
          {
            route,
            age_days,
            least: engaged,
            most: engaged,
            low,
            high,
            title: `${routeNames[route]}, day ${age_days}: ${percent(engaged)} have engaged (95% interval ${percentRange(low, high)}; ${whole(at_risk)} still tracked)`
          }
        ]
  );
  const starts = shown
    .filter((route) => points.some((point) => point.route === route))
    .map((route) => ({
      route,
      age_days: 0,
      least: 0,
      most: 0,
      low: 0,
      high: 0,
      title: `${routeNames[route]}, day 0: 0%`
    }));
  return curvesPlot([...starts, ...points], options, {shown, until, isFalling: false});
}

function curvesPlot(
  points: Point[],
  options: DrawOptions,
  {shown, until, isFalling}: {shown: Route[]; until: number; isFalling: boolean}
): SVGSVGElement {
  const width = options.width ?? 640;
  const rows = points
    .filter(({route, age_days}) => shown.includes(route) && age_days <= until)
    .sort((a, b) => a.age_days - b.age_days);
  const of = (route: Route) => rows.filter((row) => row.route === route);
  const lowest = isFalling
    ? Math.max(0, Math.floor((Math.min(1, ...rows.map(({low}) => low)) - 0.04) * 10) / 10)
    : 0;
  const highest = isFalling ? 1 : Math.max(0.01, ...rows.map(({high}) => high));
  const isPhone = isNarrow(width);
  const middle = ({least, most}: Point) => (least + most) / 2;
  const ends = shown.flatMap((route) => of(route).slice(-1));
  const labels = spread(ends, middle, (highest - lowest) * (isPhone ? 0.19 : 0.08));
  // A dense band, from the last fixed point to the next, is all that is known.
  const isOpen = (row: Point | undefined) => row !== undefined && row.most - row.least >= openFrom;
  // Between two ages it may fall at once or only at the end: it is at least what the later and at most what the earlier says.
  const stretch = (from: Point, to: Point | undefined) => {
    if (to === undefined) return [{...from, isOpen: false}];
    if (!isOpen(from) && !isOpen(to)) return [{...from, isOpen: false}];
    const between = {least: to.least, most: from.most, low: to.low, high: from.high, isOpen: true};
    return [
      {...from, ...between},
      {...to, ...between}
    ];
  };
  const fixed = rows.map((row) => ({...row, at: isOpen(row) ? NaN : middle(row)}));
  const stretches = shown.flatMap((route) => of(route).flatMap((row, i, mine) => stretch(row, mine[i + 1])));
  const open = stretches.map((row) => (row.isOpen ? row : {...row, least: NaN, most: NaN}));
  const curve = isFalling ? "linear" : "step-after";
  const base = {x: "age_days", z: "route", curve} as const;
  return draw(options, {
    height: isPhone ? 260 : 340,
    marginLeft: 42,
    marginBottom: 42,
    marginRight: isPhone ? 100 : 124,
    x: {
      label: "days since first sight",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0, Math.max(1, ...rows.map(({age_days}) => age_days))],
      ticks: isPhone ? 4 : 8
    },
    y: {domain: [lowest, highest], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    marks: [
      Plot.areaY(stretches, {
        ...base,
        y1: "low",
        y2: "high",
        fill: (d: Point) => routeColor(d.route),
        fillOpacity: 0.16
      }),
      Plot.areaY(open, {
        ...base,
        y1: "least",
        y2: "most",
        fill: (d: Point) => routeColor(d.route),
        fillOpacity: 0.5,
        stroke: (d: Point) => routeColor(d.route),
        strokeWidth: 0.75
      }),
      ...shown.map((route) =>
        Plot.lineY(
          fixed.filter((row) => row.route === route),
          {
            x: "age_days",
            y: "at",
            curve,
            stroke: routeColor(route),
            strokeWidth: 2.25,
            strokeDasharray: routeDash(route)
          }
        )
      ),
      ...(options.isReadable
        ? shown.map((route) =>
            Plot.dot(of(route), {
              x: "age_days",
              y: middle,
              r: 2,
              fill: routeColor(route),
              fillOpacity: 0,
              ...titled(options, ({title}: Point) => title)
            })
          )
        : []),
      Plot.text(labels, {
        x: "age_days",
        y: "at",
        text: (d: Point) => `${routeNames[d.route]} ${percentRange(d.least, d.most)}`,
        fill: (d: Point) => routeColor(d.route),
        textAnchor: "start",
        dx: 8,
        fontWeight: 600,
        lineWidth: isPhone ? 7 : 20
      })
    ]
  });
}
