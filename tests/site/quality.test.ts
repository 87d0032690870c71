import {parseHTML} from "linkedom";
import {describe, expect, test} from "vitest";
import {calendarKey, calendarPlot, collectedDays, gapSentence} from "../../reports/components/calendar.js";
import {
  collectionPlot,
  collectionReading,
  declaredNote,
  isInBars,
  orderSentence,
  stretches,
  withoutTarget
} from "../../reports/components/collection.js";
import {
  isWholeMonth,
  routeBars,
  routesPlot,
  routesReading,
  watchedOf
} from "../../reports/components/routes.js";
import type {ListRow, Route, Summary} from "../../reports/components/rows.js";
import {table} from "../../reports/components/table.js";
import {sittingSentence} from "../../reports/components/sittings.js";
import {unknownRange} from "../../reports/components/unknown.js";
import {listRow, routeMonth} from "./sample-rows.ts";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
const options = {width: 320, document, label: "a picture"};
const start = Date.UTC(2025, 0, 1, 6);
const at = (day: number) => new Date(start + day * 864e5).toISOString();
const list = (day: number, verdict: ListRow["verdict"] = "complete", name = "followers") =>
  listRow({taken_at: at(day), list: name, verdict});

describe("waits in words", () => {
  const said = (lists: ListRow[], lastDay?: string) => gapSentence(collectedDays(lists), lastDay);

  test("other data that go on long after the last complete list are no time without a wait", () => {
    const lists = [0, 7, 14].map((day) => list(day));
    // From 15 January to 16 July 2025 are 16 + 28 + 31 + 30 + 31 + 30 + 16 days.
    expect(said(lists, "2025-07-16T09:00:00.000Z")).toBe(
      "No wait for a complete list of followers was longer than 7 days. The last one was read on 15 Jan 2025, 182 days before the data end."
    );
    expect(said(lists, at(21))).toBe("No wait for a complete list of followers was longer than 7 days.");
  });

  test("a pace that was kept is a bound, without dates", () => {
    expect(said([0, 7, 14].map((day) => list(day)))).toBe(
      "No wait for a complete list of followers was longer than 7 days."
    );
    const heads = [1, 2, 3, 4, 5, 6].map((day) => list(day, "head"));
    expect(said([list(0), ...heads, list(7)])).toBe(
      "The longest wait for a complete list of followers was 7 days, from 1 Jan 2025 to 8 Jan 2025; no wait for a list that shows arrivals was longer than one day."
    );
    expect(said([list(0), ...heads, list(7), list(14)])).toBe(
      "No wait for a complete list of followers was longer than 7 days; the longest for a list that shows arrivals was 7 days, from 8 Jan 2025 to 15 Jan 2025."
    );
  });
});

test("imported interactions that name nobody are counted, with a way out, and only where there are some", () => {
  expect(withoutTarget({interactions_without_target: 0})).toBe("");
  expect(withoutTarget({interactions_without_target: 1})).toBe(
    "One imported interaction does not name a target, so it counts as no engagement. If it addressed this account, import the table again with --target and the account’s id or @name."
  );
  expect(withoutTarget({interactions_without_target: 1204})).toMatch(
    /^1,204 imported interactions do not name a target, so/
  );
});

test("the calendar names the signs that occur, and no month's name runs into the next on a phone", () => {
  const days = collectedDays([list(0), list(1, "head"), list(59)]);
  expect([...calendarKey(days, document).children].map((node) => node.textContent)).toEqual([
    "complete list",
    "newest part only",
    "nothing read"
  ]);
  const height = (lists: ListRow[]) =>
    Number(calendarPlot(collectedDays(lists), options).getAttribute("height"));
  // Three months more are three rows more.
  expect((height([list(0), list(140)]) - height([list(0), list(50)])) / 3).toBeGreaterThanOrEqual(14);
});

describe("lists over time", () => {
  test("are bars only where ticks would run together", () => {
    expect(isInBars([list(0), list(60)])).toBe(false);
    expect(isInBars([list(0), list(61)])).toBe(true);
    expect(isInBars([])).toBe(false);
    // More lists than a call takes arguments.
    expect(isInBars(Array.from({length: 200_000}, (_, nth) => list(nth / 10_000)))).toBe(false);
  });

  test("break where the next was late by more than half of the usual wait", () => {
    const days = [0, 7, 14, 25, 32].map((day) => day * 864e5);
    expect(stretches(days).map(({from, to}) => [from / 864e5, to / 864e5])).toEqual([
      [0, 14],
      [25, 32]
    ]);
    // Several a day do not make a day's wait a gap.
    expect(stretches([0, 0.25, 0.5, 1.5, 2.4].map((day) => day * 864e5))).toHaveLength(1);
    expect(stretches([])).toEqual([]);
  });

  test("are one bar a list, not a tick a day", () => {
    const lists = Array.from({length: 100}, (_, day) => list(day, day % 7 === 0 ? "complete" : "head"));
    const svg = collectionPlot(lists, [], options);
    expect(svg.querySelectorAll("rect")).toHaveLength(1);
    expect(svg.querySelectorAll("line").length).toBeLessThan(10);
  });
});

describe("routes a month", () => {
  const months = ["2025-01-01", "2025-02-01", "2025-03-01"];
  const rows = months.flatMap((month) =>
    (["followback", "unknown", "organic"] as Route[]).map((route) => routeMonth({month, route, people: 20}))
  );
  const watched = watchedOf([list(3), list(70)]);

  test("a month is whole if it was watched from its first day to its last", () => {
    expect(months.map((month) => isWholeMonth(month, watched))).toEqual([false, true, false]);
    expect(isWholeMonth("2025-01-01", watchedOf([list(0), list(30)]))).toBe(true);
    expect(isWholeMonth("2025-01-01", watchedOf([list(0), list(29)]))).toBe(false);
    expect(isWholeMonth("2025-01-01", watchedOf([]))).toBe(true);
    // Lists of whom the account follows show no one who came.
    const following = [list(0, "complete", "following"), list(30, "complete", "following")];
    expect(isWholeMonth("2025-01-01", watchedOf([list(9), list(20), ...following]))).toBe(false);
  });

  test("names stand under the middle of their bars, and months not watched whole are paler", () => {
    const svg = routesPlot(rows, options, watched);
    const bars = [...svg.querySelectorAll("rect")].map((bar) => ({
      middle: Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")) / 2,
      opacity: bar.getAttribute("fill-opacity")
    }));
    expect(bars).toHaveLength(9);
    const ticks = [...svg.querySelectorAll("text")].filter((text) => /’25/.test(text.textContent));
    expect(ticks.map((text) => text.textContent)).toEqual(["Jan ’25", "Feb ’25", "Mar ’25"]);
    const shift = (node: Element | null) =>
      Number(/\(([\d.]+)/.exec(node?.getAttribute("transform") ?? "")?.[1] ?? 0);
    const places = ticks.map((text) => shift(text) + shift(text.parentElement));
    for (const place of places)
      expect(bars.filter(({middle}) => Math.abs(middle - place) <= 1)).toHaveLength(3);
    expect(bars.filter(({opacity}) => opacity === "0.45")).toHaveLength(6);
  });
});

const of = {followback_sitting: 0, organic_sitting: 0};

test("routes that rest on a sitting are told, and stand on either side of the share of followbacks", () => {
  const summary = {followback: 30, organic: 50, unknown: 20, unknown_maybe: 20, ...of} as Summary;
  const with16 = {...summary, followback_sitting: 10, organic_sitting: 6};
  expect(sittingSentence(summary)).toBe("");
  expect(sittingSentence(with16)).toBe(
    "The routes of 16 followers (10 by followback, 6 organic) rest on a sitting alone: two lists that give the same date and no time of day, taken as read at one moment. Every range counts these people as unknown."
  );
  expect(sittingSentence({...summary, organic_sitting: 1})).toMatch(
    /^The route of 1 follower \(0 by followback, 1 organic\) rests on a sitting alone/
  );
  // (30 - 10) and (30 + 6 + 20) of 100.
  expect(unknownRange(with16, undefined)).toBe(
    "From 20% to 56% of 100 arrivals came by followback: the 20 of unknown route may be none of them or all, and the 16 whose route rests on a sitting may be none of them or all."
  );
  // (30 - 10) and (30 + 6) of 80.
  expect(unknownRange({...with16, unknown: 0, unknown_maybe: 0}, undefined)).toBe(
    "From 25% to 45% of 80 arrivals came by followback: the 16 whose route rests on a sitting may be none of them or all."
  );
});

test("of more unknown than the model speaks of, the rest are told", () => {
  const summary = {...of, followback: 30, organic: 50, unknown: 20, unknown_maybe: 20} as Summary;
  expect(
    unknownRange(summary, {
      unknown_people: 18,
      expected_followbacks: 9,
      chance: 0.5,
      low_95: 0.3,
      high_95: 0.7
    })
  ).toMatch(/about 9 of 18 unknown .* The model leaves out the other 2, whose order is not what is unknown/);
});

test("a table's caption does not scroll with it, its numbers have commas, its minor columns a sign", () => {
  const rows = Array.from({length: 1094}, (_, nth) => ({nth}));
  const text = ({nth}: {nth: number}) => String(nth);
  const node = table(
    rows,
    [
      {name: "a", text},
      {name: "b", text, isNumber: true, isMinor: true}
    ],
    {
      caption: "rows",
      limit: 24,
      document
    }
  );
  expect(node.querySelector(".scroller .table-caption")).toBeNull();
  expect(node.querySelector(".table-caption")!.textContent).toBe(
    "rows (first 24 of 1,094; the file has all)"
  );
  expect(node.querySelector(".more")!.textContent).toBe("Show all 1,094 rows");
  expect(node.querySelectorAll("td.number.minor")).toHaveLength(24);
  expect(node.querySelectorAll("thead th.minor")).toHaveLength(1);
});

test("only the signs that a picture has are explained", () => {
  const covered = [{kind: "mention", from_at: at(0), to_at: at(1)}];
  expect(collectionReading([list(0), list(1)], [])).toBe(
    "How to read it: tall ticks are complete lists, short ticks incremental ones (only the newest part). There are no bars of interactions: engagement was not collected. Only a complete list can show that a person has left."
  );
  expect(
    collectionReading(
      [list(0), list(1)],
      covered.map((period) => ({...period, is_declared: true}))
    )
  ).toMatch(
    /are, at least in part, declared and not seen: you said that an imported file holds all of them\. Rates count them; no verdict counts what is only declared\. Only a complete/
  );
  // Of `--covers 2026-01-01..2026-03-31`, in UTC: the period ends with the last day of March, at the midnight after it.
  const march = {kind: "mention", from_at: "2026-01-01T00:00:00.000Z", to_at: "2026-04-01T00:00:00.000Z"};
  expect(declaredNote([{...march, is_declared: true}])).toMatch(
    /^Interactions of 2026-01-01 to 2026-03-31 are/
  );
  const long = collectionReading([list(0), list(7, "partial"), list(100)], covered);
  expect(long).toContain("grey bars are lists read at their usual interval");
  expect(long).toContain(", crosses lists that came back partial. Blue bars are");
});

test("the routes' picture says what pale months are, and what helps where routes are unknown", () => {
  const months = ["2025-01-01", "2025-02-01"].flatMap((month) =>
    (["followback", "organic"] as const).map((route) => routeMonth({month, route, people: 20}))
  );
  const of = (unknown: number) => ({unknown}) as Summary;
  const bars = routeBars(months);
  // From the first of January: whole months. To the tenth of February: the second is not.
  const whole = {from: Date.UTC(2025, 0, 1), to: Date.UTC(2025, 1, 28, 12)};
  expect(routesReading(bars, whole, of(0))).toBe(
    "How to read it: each month’s new followers by route, as shares of all of them, from the bottom up: followback, unknown, organic. Months with fewer than 30 people are merged with their neighbours."
  );
  expect(routesReading(bars, {...whole, to: Date.UTC(2025, 1, 10)}, of(0))).toContain("Paler months");
  expect(routesReading([], whole, of(3))).toMatch(/^To reduce unknown routes, read both lists more often/);
  expect(routesReading([], whole, of(0))).toBe("");
});

test("--order newest-first is advised where nobody said it, not where the rows are sorted", () => {
  const of = (no_order: string | null) =>
    listRow({taken_at: "2026-01-05T06:00:00.000Z", no_order} as Pick<ListRow, "taken_at">);
  expect(orderSentence([of("names are sorted")])).toMatch(
    /not usable: names are sorted \(1\)\. .* shows only who is present\.$/
  );
  expect(orderSentence([of("names are sorted"), of("nothing says that the newest come first")])).toMatch(
    /shows only who is present\. If the newest follower is first in your files, import them with --order newest-first\.$/
  );
});
