import {utcDay} from "d3";
import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {element} from "./element.js";
import {day, isDated, isoDay, month, plural} from "./format.js";
import type {ListRow} from "./rows.js";

/** What the followers lists of one day amount to. */
type Yield = "complete" | "head" | "partial" | "none";

export interface CollectedDay {
  /** ISO date. */
  date: string;
  best: Yield;
  lists: number;
}

const order: Yield[] = ["none", "partial", "head", "complete"];

/** Every day from the first to the last list of followers, with the best that was read on it. */
export function collectedDays(lists: ListRow[]): CollectedDay[] {
  const read = new Map<string, CollectedDay>();
  for (const {taken_at, list, verdict} of lists) {
    if (list !== "followers") continue;
    const date = taken_at.slice(0, 10);
    const known = read.get(date) ?? {date, best: "none" as Yield, lists: 0};
    const best = order.indexOf(verdict) > order.indexOf(known.best) ? verdict : known.best;
    read.set(date, {date, best, lists: known.lists + 1});
  }
  const dates = [...read.keys()].sort();
  const days: CollectedDay[] = [];
  if (dates.length === 0 || !isDated(dates[0]!)) return days;
  const last = new Date(dates.at(-1)!);
  for (const day of utcDay.range(new Date(dates[0]!), utcDay.offset(last, 1))) {
    const date = isoDay(day);
    days.push(read.get(date) ?? {date, best: "none", lists: 0});
  }
  return days;
}

interface Wait {
  /** ISO dates. */
  from: string;
  to: string;
  days: number;
}

/** Every wait from one day with a list of followers of some use to the next such day. */
function waits(days: CollectedDay[], useful: Yield[]): Wait[] {
  const dates = days.filter(({best}) => useful.includes(best)).map(({date}) => date);
  return dates.slice(1).map((to, i) => {
    const from = dates[i]!;
    return {from, to, days: Math.round((Date.parse(to) - Date.parse(from)) / 864e5)};
  });
}

/** The longest stretch of days without a list of followers of any use, or without a complete one; the first of several. */
export function longestGap(days: CollectedDay[], useful: Yield[]): Wait | null {
  const longest = waits(days, useful).reduce<Wait | null>((a, b) => (a && a.days >= b.days ? a : b), null);
  return longest && longest.days > 1 ? longest : null;
}

/** The two gaps in words, and how long the data go on after the last complete list where that is longer than any of them. */
export function gapSentence(days: CollectedDay[], lastDay: string | null = null): string {
  const last = days.findLast(({best}) => best === "complete")?.date;
  const longest = longestGap(days, ["complete"])?.days ?? 1;
  const since = last && lastDay ? Math.floor((Date.parse(lastDay) - Date.parse(last)) / 864e5) : 0;
  const end =
    since > longest
      ? ` The last one was read on ${day(last)}, ${plural(since, "day")} before the data end.`
      : "";
  return waitsSentence(days) + end;
}

/** The two gaps: with dates where one wait was the longest, as a bound where several were. */
function waitsSentence(days: CollectedDay[]): string {
  if (days.filter(({best}) => best === "complete").length < 2)
    return "There are not two days with a complete list yet.";
  const said = (useful: Yield[]) => {
    const gap = longestGap(days, useful);
    const count = gap ? waits(days, useful).filter((wait) => wait.days === gap.days).length : 0;
    return gap && count === 1
      ? {isOne: true, text: `${plural(gap.days, "day")}, from ${day(gap.from)} to ${day(gap.to)}`}
      : {isOne: false, text: gap ? plural(gap.days, "day") : "one day"};
  };
  const complete = said(["complete"]);
  const first = complete.isOne
    ? `The longest wait for a complete list of followers was ${complete.text}`
    : `No wait for a complete list of followers was longer than ${complete.text}`;
  if (!days.some(({best}) => best === "head")) return `${first}.`;
  const any = said(["complete", "head"]);
  if (any.isOne && complete.isOne) return `${first}; for a list that shows arrivals, ${any.text}.`;
  if (any.isOne) return `${first}; the longest for a list that shows arrivals was ${any.text}.`;
  return `${first}; ${complete.isOne ? "no wait" : "none"} for a list that shows arrivals was longer than ${any.text}.`;
}

const words: Record<Yield, string> = {
  complete: "complete list",
  head: "newest part only",
  partial: "partial list only",
  none: "nothing read"
};

/** The signs of the days in words, only those that occur. */
export function calendarKey(days: CollectedDay[], document = globalThis.document): HTMLElement {
  const present = [...order].reverse().filter((sign) => days.some(({best}) => best === sign));
  return element(
    document,
    "p",
    {class: "key days"},
    present.map((sign) => element(document, "span", {class: sign}, [words[sign]]))
  );
}

/** A square a day, a row a month: full for a complete list of followers, small for a head, a cross where it came back partial, a dot where nothing was read. */
export function calendarPlot(days: CollectedDay[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const rows = days.map((row) => ({
    ...row,
    month: `${row.date.slice(0, 7)}-01`,
    nth: Number(row.date.slice(8, 10))
  }));
  type Row = (typeof rows)[number];
  const months = [...new Set(rows.map(({month}) => month))];
  const [marginLeft, marginRight] = [76, 4];
  const side = (width - marginLeft - marginRight) / 31;
  // A row has room for the name of its month, however narrow the squares.
  const height = Math.min(22, Math.max(15, side));
  const [across, down] = [0.25 * side, 0.25 * height];
  const small = {insetLeft: across, insetRight: across, insetTop: down, insetBottom: down};
  const at = {x: "nth", y: "month"} as const;
  const title = titled(options, (d: Row) => `${day(d.date)}: ${words[d.best]}`);
  const of = (best: Yield) => rows.filter((row) => row.best === best);
  return draw(options, {
    height: months.length * height + 26,
    marginLeft,
    marginRight,
    marginTop: 22,
    marginBottom: 4,
    x: {
      domain: Array.from({length: 31}, (_, i) => i + 1),
      axis: "top",
      label: null,
      tickSize: 0,
      ticks: isNarrow(width) ? [1, 8, 15, 22, 29] : [1, 5, 10, 15, 20, 25, 30],
      padding: 0.12
    },
    y: {
      domain: months,
      label: null,
      tickSize: 0,
      padding: 0.12,
      tickFormat: (iso: string) => month(iso)
    },
    marks: [
      Plot.dot(of("none"), {...at, r: 1.25, fill: "var(--theme-foreground-muted)", ...title}),
      Plot.cell(of("head"), {...at, fill: "var(--organic)", ...small, ...title}),
      Plot.cell(of("complete"), {...at, fill: "var(--organic)", ...title}),
      Plot.dot(of("partial"), {
        ...at,
        symbol: "times",
        r: Math.min(4.5, height / 3),
        stroke: "var(--alarm)",
        strokeWidth: 2,
        ...title
      })
    ]
  });
}
