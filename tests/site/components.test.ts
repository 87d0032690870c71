import {parseHTML} from "linkedom";
import {expect, test} from "vitest";
import {collectionPlot} from "../../reports/components/collection.js";
import {curvePlot} from "../../reports/components/curve.js";
import {causesPlot, growthPlot} from "../../reports/components/growth.js";
import {ladderPlot} from "../../reports/components/ladder.js";
import {latencyPlot, outreachPlot} from "../../reports/components/outreach.js";
import {routesPlot} from "../../reports/components/routes.js";
import type {CohortCell, GrowthWeek, Rate, Route, TrendPoint} from "../../reports/components/rows.js";
import {table} from "../../reports/components/table.js";
import {smooth, trendPlot} from "../../reports/components/trend.js";
import {agesOf, fullOf, triangle} from "../../reports/components/triangle.js";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
const options = {width: 640, document, label: "a picture"};

/** One element a line, so that a changed golden shows what changed. */
const golden = (node: Element, name: string) =>
  expect(node.outerHTML.replaceAll("><", ">\n<") + "\n").toMatchFileSnapshot(`golden/${name}`);

const rate = (
  measure: Rate["measure"],
  route: Route,
  age_days: number,
  hits: number,
  size: number
): Rate => ({
  measure,
  route,
  age_days,
  members: size,
  size,
  hits,
  hits_at_most: measure === "engaged" ? hits + 5 : null,
  size_maybe: route === "unknown" ? size : 0,
  hits_maybe: route === "unknown" ? hits : 0,
  size_sitting: 0,
  hits_sitting: 0,
  share: hits / size,
  low: hits / size - 0.03,
  high: hits / size + 0.03,
  range_low: hits / size,
  range_high: hits / size
});

const rates = [
  rate("retained", "followback", 30, 90, 100),
  rate("retained", "followback", 60, 80, 100),
  rate("retained", "organic", 30, 98, 100),
  rate("retained", "organic", 60, 95, 100),
  rate("engaged", "followback", 7, 4, 100),
  rate("engaged", "organic", 7, 12, 100),
  rate("engaged", "followback", 30, 6, 100),
  rate("engaged", "organic", 30, 18, 100)
];

const cell = (
  cohort: string,
  age_days: number,
  share: number | null,
  more: Partial<CohortCell> = {}
): CohortCell => ({
  measure: "retained",
  route: "followback",
  cohort,
  cohort_to: cohort,
  age_days,
  members: 60,
  size: 60,
  share,
  low: share,
  high: share,
  is_complete: true,
  is_too_few: false,
  ...more
});

const cells = [
  cell("2025-01-01", 30, 0.9),
  cell("2025-01-01", 60, 0.8),
  cell("2025-02-01", 30, 0.7, {cohort_to: "2025-03-01"}),
  cell("2025-02-01", 60, 0.6, {cohort_to: "2025-03-01", is_complete: false, size: 40}),
  cell("2025-04-01", 30, null, {members: 12, size: 12, is_too_few: true})
];

const weekOf = (i: number) => new Date(Date.UTC(2025, 0, 6 + 7 * i)).toISOString().slice(0, 10);
const points = (route: Route, share: number): TrendPoint[] =>
  Array.from({length: 10}, (_, i) => ({
    route,
    week: weekOf(i),
    at_risk: 100,
    share,
    low: share / 2,
    high: share * 2
  }));

const weeks: GrowthWeek[] = (["followback", "organic"] as const).flatMap((route) =>
  Array.from({length: 3}, (_, i) => ({
    route,
    week: weekOf(i),
    gained: 10 + i,
    returned: 1,
    reappeared: 0,
    hidden: 0,
    lost: 4,
    unfollowed: 3,
    suspended: 1,
    gone: 0,
    blocked: 0,
    unresolved: 0,
    closing: 100
  }))
);

test("trend", () =>
  golden(trendPlot([...points("followback", 0.02), ...points("organic", 0.06)], options), "trend.svg"));
test("curve", () => golden(curvePlot(rates, options), "curve.svg"));
test("ladder", () => golden(ladderPlot(rates, options), "ladder.svg"));
test("growth", () => golden(growthPlot(weeks, options), "growth.svg"));
test("causes", () => golden(causesPlot(weeks, options), "causes.svg"));
test("triangle", () =>
  golden(
    triangle(cells, rates, {route: "followback", measure: "retained", ages: [30, 60], full: 1, document}),
    "triangle.html"
  ));

test("outreach", () => {
  const month = {month: "2025-01-01", month_to: "2025-02-01", attempts: 50, followed_back: 10, unknown: 5};
  const more = {
    not_yet: 20,
    closed_without: 15,
    lowest: 0.22,
    highest: 0.3,
    low: 0.13,
    high: 0.44,
    high_certain: 0.37
  };
  return golden(outreachPlot([{...month, ...more}], options), "outreach.svg");
});

test("latency", () => {
  const steps = [1, 3, 7, 14].map((days, i) => ({
    days,
    people: 40,
    certainly: 10 * i,
    at_most: 10 * (i + 1)
  }));
  return golden(latencyPlot(steps, options), "latency.svg");
});

test("collection", () => {
  const list = {
    source: "x-api",
    why: null,
    rows: 90,
    distinct_rows: 90,
    duplicate_rows: 0,
    profile_count: 90,
    gap_days: 7,
    no_order: null
  };
  const lists = (["complete", "head", "partial"] as const).map((verdict, i) => ({
    ...list,
    verdict,
    taken_at: `2025-01-0${i + 1}T00:00:00.000Z`,
    list: "followers"
  }));
  const covered = [{kind: "mention", from_at: "2025-01-01T00:00:00.000Z", to_at: "2025-01-03T00:00:00.000Z"}];
  return golden(collectionPlot(lists, covered, options), "collection.svg");
});

test("routes", () => {
  const month = {month: "2025-01-01", blurred: 0, blind_days: 7};
  const rows = (["followback", "unknown", "organic"] as const).map((route) => ({
    ...month,
    route,
    people: 20
  }));
  return golden(routesPlot(rows, options), "routes.svg");
});

test("a table keeps text as text", () => {
  const node = table([{name: "<b>"}], [{name: "who", text: (row) => row.name}], {caption: "rows", document});
  expect(node.innerHTML).toContain("&lt;b&gt;");
});

test("no chart fails where there is nothing to draw", () => {
  for (const paint of [
    () => trendPlot([], options),
    () => curvePlot([], options),
    () => ladderPlot([], options),
    () => growthPlot([], options),
    () => causesPlot([], options),
    () => outreachPlot([], options),
    () => latencyPlot([], options),
    () => collectionPlot([], [], options),
    () => routesPlot([], options)
  ])
    expect(paint().tagName.toLowerCase()).toBe("svg");
});

test("a running mean needs all its weeks", () => {
  const smoothed = smooth(points("organic", 0.06));
  expect(smoothed).toHaveLength(3);
  expect(smoothed[0]!.share).toBeCloseTo(0.06);
});

test("a panel's ages and full colour", () => {
  expect(
    agesOf(
      [30, 60, 90, 120, 150, 180, 270, 365].map((age) => cell("2025-01-01", age, 0.5)),
      "retained"
    )
  ).toEqual([30, 60, 90, 180, 270, 365]);
  expect(fullOf(cells, "retained")).toBe(1);
});
