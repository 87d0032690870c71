import {parseHTML} from "linkedom";
import {expect, test} from "vitest";
import {landmarkChoices, landmarksPlot, rateRange, twoByTwoPlot} from "../../reports/components/activity.js";
import {apartText, traitName, traitText} from "../../reports/components/balance.js";
import {hasPoints, trendChoices} from "../../reports/components/cohort-trend.js";
import {collectionPlot} from "../../reports/components/collection.js";
import {curvePlot} from "../../reports/components/curve.js";
import {estimatesPlot} from "../../reports/components/estimates.js";
import {figures, hasAny} from "../../reports/components/figure.js";
import {causesPlot, growthPlot, growthTotals, movingRoutes} from "../../reports/components/growth.js";
import {countText} from "../../reports/components/interval.js";
import {ladderPlot} from "../../reports/components/ladder.js";
import {latencyPlot, outreachPlot} from "../../reports/components/outreach.js";
import {routesPlot} from "../../reports/components/routes.js";
import type {CohortCell, Landmark, Rate, Route, TrendPoint, TwoByTwo} from "../../reports/components/rows.js";
import {daysChoices, everyFourthWeek} from "../../reports/components/survival.js";
import {table} from "../../reports/components/table.js";
import {sparkPlot, sparkScale} from "../../reports/components/spark.js";
import {smooth, trendPlot} from "../../reports/components/trend.js";
import {agesOf, fullOf, triangle} from "../../reports/components/triangle.js";
import {growthWeek, listRow, routeMonth} from "./sample-rows.ts";
import {summary} from "./summary.ts";

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

const weeks = (["followback", "organic"] as const).flatMap((route) =>
  Array.from({length: 3}, (_, i) => growthWeek({route, week: weekOf(i), gained: 10 + i}))
);

test("trend", () =>
  golden(trendPlot([...points("followback", 0.02), ...points("organic", 0.06)], options), "trend.svg"));
test("curve", () => golden(curvePlot(rates, options), "curve.svg"));
test("ladder", () => golden(ladderPlot(rates, options), "ladder.svg"));
test("growth", () => golden(growthPlot(weeks, options), "growth.svg"));
test("the words of gained and lost stand clear of the highest bar and the lowest", () => {
  for (const width of [320, 640]) {
    const svg = growthPlot(weeks, {...options, width});
    const bars = [...svg.querySelectorAll("rect")].map((bar) => {
      const top = Number(bar.getAttribute("y"));
      return {top, bottom: top + Number(bar.getAttribute("height"))};
    });
    const at = (word: string) => {
      const text = [...svg.querySelectorAll("text")].find(({textContent}) => textContent === word)!;
      return Number(/,([\d.]+)\)/.exec(text.getAttribute("transform")!)![1]);
    };
    // Thirteen pixels of type hang from its place at the top, and stand on it at the bottom.
    expect(at("gained") + 13).toBeLessThan(Math.min(...bars.map(({top}) => top)));
    expect(at("lost") - 13).toBeGreaterThan(Math.max(...bars.map(({bottom}) => bottom)));
  }
});
test("no number stands twice on an axis where few are counted", () => {
  const row = {week: weekOf(0), gained: 0, returned: 0, lost: 0};
  const few = [
    growthWeek({...row, route: "followback", gained: 1}),
    growthWeek({...row, route: "organic", gained: 1}),
    growthWeek({...row, route: "pre_existing", lost: 1})
  ];
  const texts = [...growthPlot(few, options).querySelectorAll("g[text-anchor=end] text")].map(
    ({textContent}) => textContent!
  );
  // One was lost and two came: 1 below the line, and 0 to 2 from the line on.
  expect(texts.filter((text) => /^\d+$/.test(text))).toEqual(["1", "0", "1", "2"]);
  const soon = [1, 2, 3].map((days) => ({days, people: 40, certainly: 10 * days + 10, at_most: 40}));
  const days = [...latencyPlot(soon, options).querySelectorAll("text")].map(({textContent}) => textContent);
  expect(days).toEqual(expect.arrayContaining(["1", "3"]));
  expect(days.filter((text) => text?.includes("."))).toEqual([]);
});
test("a week is drawn from its Monday", () => {
  // The first of three weeks begins on Monday, 6 January 2025, for which there is a tick.
  const svg = growthPlot(weeks, options);
  const left = Math.min(...[...svg.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("x"))));
  const tick = [...svg.querySelectorAll("text")].find(({textContent}) => textContent === "6Jan")!;
  const monday = Number(/\(([\d.]+),/.exec(tick.getAttribute("transform")!)![1]);
  // Half a pixel lies between bars.
  expect(left - monday).toBeCloseTo(0.5);
});
test("causes", () => golden(causesPlot(weeks, options), "causes.svg"));
test("triangle", () =>
  golden(
    triangle(cells, rates, {route: "followback", measure: "retained", ages: [30, 60], full: 1, document}),
    "triangle.html"
  ));

test("outreach", () => {
  const month = {
    month: "2025-01-01",
    month_to: "2025-02-01",
    attempts: 50,
    unwatched: 0,
    followed_back: 10,
    unknown: 5
  };
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
  const lists = (["complete", "head", "partial"] as const).map((verdict, i) =>
    listRow({
      verdict,
      taken_at: `2025-01-0${i + 1}T00:00:00.000Z`,
      rows: 90,
      distinct_rows: 90,
      profile_count: 90,
      gap_days: 7
    })
  );
  const covered = [{kind: "mention", from_at: "2025-01-01T00:00:00.000Z", to_at: "2025-01-03T00:00:00.000Z"}];
  return golden(collectionPlot(lists, covered, options), "collection.svg");
});

test("routes", () => {
  const rows = (["followback", "unknown", "organic"] as const).map((route) =>
    routeMonth({month: "2025-01-01", route, people: 20})
  );
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

test("every week that is shown has a dot, also before there are eight, and above every mean", () => {
  for (const few of [6, 10]) {
    const some = points("organic", 0.06)
      .slice(0, few)
      .map((point, i) => (i === 2 ? {...point, share: 0.3} : point));
    const dots = [...trendPlot(some, options, ["organic"]).querySelectorAll("circle")];
    expect(dots).toHaveLength(few);
    const places = dots.map((dot) => Number(dot.getAttribute("cy")));
    // The highest stands at the top of the picture, the others a fifth of the way up.
    const [top, base] = [Math.min(...places), Math.max(...places)];
    expect(places.indexOf(top)).toBe(2);
    expect(base - top).toBeGreaterThan(100);
  }
});

test("no running mean reaches over weeks that were not watched, and no line", () => {
  // Ten weeks, half a year of which nothing is known, and ten more.
  const early = points("organic", 0.06);
  const late = Array.from({length: 10}, (_, i) => ({...early[0]!, week: weekOf(36 + i), share: 0.5}));
  const smoothed = smooth([...early, ...late]);
  expect(smoothed.map(({date}) => date.toISOString().slice(0, 10))).toEqual(
    [7, 8, 9, 43, 44, 45].map(weekOf)
  );
  for (const {date, share} of smoothed) expect(share).toBeCloseTo(date < new Date(weekOf(36)) ? 0.06 : 0.5);
  const svg = trendPlot([...early, ...late], options, ["organic"]);
  const lines = [...svg.querySelectorAll("[stroke-width='2.25'] path")].map((path) =>
    path.getAttribute("d")!
  );
  expect(lines.map((d) => d.match(/M/g)!.length)).toEqual([2]);
  const trend = [...early, ...late];
  const [small] = sparkPlot(trend, options, sparkScale([trend])).querySelectorAll("path");
  expect(small!.getAttribute("d")!.match(/M/g)).toHaveLength(2);
});

test("the axis of a small picture says how high it goes", () => {
  const highest = 0.0149;
  const svg = sparkPlot(points("organic", 0.01), options, {from: 0, to: 1, highest});
  expect([...svg.querySelectorAll(".tick")].map(({textContent}) => textContent)).toContain("1.5%");
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

/** Framework's `resize`, in a place that is 500 pixels wide. */
const resize = (render: (width: number) => Element) => {
  const place = document.createElement("div");
  place.append(render(500));
  return place;
};

test("a figure is as wide as its place, has its label, and reads mark by mark", () => {
  const figure = figures(resize, document);
  const asked: number[] = [];
  const node = figure(
    true,
    (given) => {
      asked.push(given.width!);
      return trendPlot(points("organic", 0.06), given);
    },
    {label: "Engaged by week", empty: "Not collected."}
  ) as HTMLElement;
  expect(asked).toEqual([500]);
  const svg = node.querySelector("svg")!;
  expect([svg.getAttribute("aria-label"), svg.getAttribute("width")]).toEqual(["Engaged by week", "500"]);
  expect(node.querySelector(".drawn")!.getAttribute("aria-label")).toContain("Engaged by week");
  expect(node.querySelector(".tip")).not.toBeNull();
  expect(node.textContent).not.toContain("Not collected.");
});

test("a figure without data draws nothing and says why, or leaves its place empty", () => {
  const figure = figures(resize, document);
  const draw = () => {
    throw new Error("There is nothing to draw.");
  };
  const node = figure(false, draw, {label: "Engaged", empty: "Not collected."}) as HTMLElement;
  expect(node.outerHTML).toBe('<p class="caveat">Not collected.</p>');
  expect(figure(false, draw, {label: "Engaged"})).toBe("");
  expect(figure(false, draw, {label: "Engaged", empty: node})).toBe(node);
});

test("a column of nothing but too few people has nothing to draw", () => {
  const rows = [cell("2025-01-01", 30, null), cell("2025-02-01", 30, null)];
  expect(hasAny(rows, "share")).toBe(false);
  expect(hasAny([...rows, cell("2025-03-01", 30, 0)], "share")).toBe(true);
  expect(hasAny([] as typeof rows, "share")).toBe(false);
});

test("gains and losses add up over weeks and routes, with those who came back", () => {
  // Two routes in three weeks: 10 + 11 + 12 gained and 3 returned each; 4 lost a week each.
  expect(growthTotals(weeks)).toEqual({gained: 72, lost: 24, hidden: 0});
  expect(growthTotals([])).toEqual({gained: 0, lost: 0, hidden: 0});
});

test("only routes that someone came or left by can be chosen, in their order", () => {
  const still = {...weeks[0]!, route: "unknown" as const, gained: 0, returned: 0, lost: 0};
  expect(movingRoutes([...weeks.toReversed(), still])).toEqual(["followback", "organic"]);
  expect(movingRoutes([{...still, hidden: 1}])).toEqual(["unknown"]);
});

test("a count of few or of no one gives no share", () => {
  expect(countText(58, 1403)).toBe("4.1% of 1,403");
  expect(countText(null, 12)).toBe("too few");
  expect(countText(0, 0)).toBe("–");
});

test("rates, means and distances keep the digits that matter", () => {
  expect([rateRange(0.123, 45.6), rateRange(null, null)]).toEqual(["0.12–46", "–"]);
  expect([traitText("posts", 1234.5), traitText("ratio", 0.98765), traitText("ratio", null)]).toEqual([
    "1,235",
    "0.988",
    "too few"
  ]);
  expect(traitText("verified", 0.052)).toBe("5.2%");
  expect(["account_age", "ratio", "posts"].map(traitName)).toEqual([
    "account age, days",
    "followers to following",
    "posts"
  ]);
  expect([apartText(-0.314), apartText(0.1), apartText(null)]).toEqual(["−0.31", "0.10", "–"]);
});

test("controls offer what the data can show: the headline's share first, the latest landmark first", () => {
  const seen = [cell("2025-01-01", 30, 0.9), cell("2025-01-01", 90, 0.8), cell("2025-01-01", 180, null)];
  const kept = [
    ["retained-90", "still there at 90 days"],
    ["retained-30", "still there at 30 days"]
  ];
  expect(trendChoices(seen, {...summary, has_engagement: false})).toEqual(kept);
  expect(trendChoices(seen, {...summary, has_engagement: true})).toEqual([
    ...kept,
    ["engaged-7", "engaged within 7 days"],
    ["engaged-30", "engaged within 30 days"],
    ["engaged-90", "engaged within 90 days"]
  ]);
  expect(hasPoints(seen, {measure: "retained", age: 90})).toBe(true);
  expect(hasPoints(seen, {measure: "retained", age: 180})).toBe(false);
  expect(hasPoints(seen, {measure: "engaged", age: 90})).toBe(false);
  const step = {route: "organic" as const, people: 40, low: 1, high: 1, interval_low: 1, interval_high: 1};
  expect(daysChoices([30, 200].map((age_days) => ({...step, age_days})))).toEqual([
    ["all", "all"],
    ["90", "first 90"],
    ["180", "first 180"]
  ]);
  const landmark = {route: "organic" as const, engaged_before: true, people: 40, size: 40, retained: 30};
  const of = (landmark_days: number) => ({...landmark, landmark_days}) as unknown as Landmark;
  expect(landmarkChoices([of(30), of(90), of(30)])).toEqual([
    ["90", "90 days"],
    ["30", "30 days"]
  ]);
});

test("no tick stands beyond the last day of the picture", () => {
  const steps = [1, 30, 100].map((days) => ({
    days,
    people: 40,
    certainly: days === 100 ? 40 : 10,
    at_most: 40
  }));
  for (const width of [320, 640]) {
    const texts = [...latencyPlot(steps, {...options, width}).querySelectorAll("text")];
    const ticks = texts.map((text) => text.textContent ?? "").filter((text) => /^\d+$/.test(text));
    expect(ticks.at(-1)).toBe("90");
  }
});

test("a row whose rate may not be shown says so, where its route has another", () => {
  const rate = {
    leaving_rate: 1,
    leaving_low: 0.5,
    leaving_high: 2,
    interaction_rate: 1,
    interaction_low: 1,
    interaction_high: 1
  };
  const few = {
    leaving_rate: null,
    leaving_low: null,
    leaving_high: null,
    interaction_rate: null,
    interaction_low: null,
    interaction_high: null
  };
  const of = (route: Route, is_mutual: boolean, rates: typeof rate | typeof few) =>
    ({route, is_mutual, people: 40, weeks: 400, ...rates}) as TwoByTwo;
  const text = (rows: TwoByTwo[]) =>
    twoByTwoPlot(rows, options, {measure: "leaving", shown: ["organic", "unknown"]}).textContent ?? "";
  const both = [of("organic", true, rate), of("organic", false, rate)];
  expect(text(both)).not.toContain("too few");
  expect(
    text([...both, of("unknown", true, rate), of("unknown", false, few)]).match(/too few/g)
  ).toHaveLength(1);
});

test("a side of a landmark without a share says so, where its route has another", () => {
  const of = (route: Route, is_engaged: boolean, share: number | null): Landmark => {
    const [low, high] = share === null ? [null, null] : [share - 0.1, share + 0.1];
    return {route, landmark_days: 30, is_engaged, people: 40, retained: null, share, low, high};
  };
  const text = (rows: Landmark[]) =>
    landmarksPlot(rows, options, {days: 30, shown: ["followback", "organic"]}).textContent ?? "";
  const both = [of("organic", false, 0.8), of("organic", true, 0.9)];
  expect(text(both)).not.toContain("too few");
  const one = of("followback", false, 0.7);
  expect(text([...both, one, of("followback", true, null)]).match(/too few/g)).toHaveLength(1);
  // Where no one had engaged there is no row at all.
  expect(text([...both, one]).match(/too few/g)).toHaveLength(1);
});

test("a thinned curve keeps short openings short", () => {
  const step = (age_days: number, low: number, high = low) => ({
    route: "organic" as const,
    age_days,
    people: 40,
    low,
    high,
    interval_low: low,
    interval_high: high
  });
  const steps = [
    step(28, 0.9),
    step(35, 0.89),
    step(49, 0.88),
    step(56, 0.86, 0.88),
    step(56.1, 0.86),
    step(63, 0.85)
  ];
  const other = {...step(50, 0.5), route: "followback" as const};
  // Every fourth week; of the one that lies open also the rows on both sides of it, and nothing of another route.
  expect(everyFourthWeek([...steps, other]).map(({age_days}) => age_days)).toEqual([28, 49, 56, 56.1]);
  expect(everyFourthWeek([step(7, 1), step(40.5, 0.9), step(84, 0.8)])).toHaveLength(3);
});

test("an estimate whose range has no end shows it up to the edge", () => {
  const row = {group: "", name: "a", color: "red", value: 50, low: 40, high: 60, least: 20, text: "50"};
  const drawn = (most: number | null) => {
    const svg = estimatesPlot([{...row, most}], {...options, width: 300}, {format: String, marginLeft: 100, full: 100});
    const [dashed] = [...svg.querySelectorAll("[stroke-dasharray] path")];
    const ticks = svg.querySelectorAll("line").length;
    return {dashed: dashed!.getAttribute("d")!.match(/[\d.]+/g)!.map(Number), ticks};
  }; // prettier-ignore
  const [closed, open] = [drawn(80), drawn(null)];
  expect(open.dashed[2]).toBeGreaterThan(closed.dashed[2]!);
  expect(closed.ticks - open.ticks).toBe(1);
});

test("estimates leave to words only the room that marks do not leave", () => {
  const of = (value: number, text: string) => ({
    group: "",
    name: text,
    color: "red",
    value,
    low: null,
    high: null,
    text
  });
  const ends = (rows: ReturnType<typeof of>[]) => {
    const svg = estimatesPlot(rows, {...options, width: 300}, {format: String, marginLeft: 100, full: 1});
    return [...svg.querySelectorAll("circle")].map((dot) => Number(dot.getAttribute("cx")));
  };
  // 200 pixels beside the names, words of 10 characters: 72 pixels and 14 around them. A mark at the end leaves 114 pixels.
  expect(ends([of(1, "0123456789")])[0]).toBeCloseTo(100 + 114, 0);
  // At a half the words fit inside: 186 pixels are left, for the edge keeps 14.
  expect(ends([of(0.5, "0123456789")])[0]).toBeCloseTo(100 + 93, 0);
});
