import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {day, month, plural} from "./format.js";
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
  if (dates.length === 0 || dates[0]! < "2006") return days;
  const last = Date.parse(dates.at(-1)!);
  for (let time = Date.parse(dates[0]!); time <= last; time += 864e5) {
    const date = new Date(time).toISOString().slice(0, 10);
    days.push(read.get(date) ?? {date, best: "none", lists: 0});
  }
  return days;
}

/** The longest stretch of days without a list of followers of any use, or without a complete one. */
export function longestGap(
  days: CollectedDay[],
  useful: Yield[]
): {from: string; to: string; days: number} | null {
  let longest: {from: string; to: string; days: number} | null = null;
  let last: string | null = null;
  for (const {date, best} of days) {
    if (!useful.includes(best)) continue;
    const gap = last === null ? 0 : Math.round((Date.parse(date) - Date.parse(last)) / 864e5);
    if (last !== null && gap > 1 && gap > (longest?.days ?? 0)) longest = {from: last, to: date, days: gap};
    last = date;
  }
  return longest;
}

/** The two gaps in words. */
export function gapSentence(days: CollectedDay[]): string {
  const [complete, any] = [longestGap(days, ["complete"]), longestGap(days, ["complete", "head"])];
  if (days.filter(({best}) => best === "complete").length < 2) return "There are not two complete lists yet.";
  const said = (gap: typeof any) =>
    gap ? `${plural(gap.days, "day")}, from ${day(gap.from)} to ${day(gap.to)}` : "one day";
  return `The longest wait for a complete list of followers was ${said(complete)}; for a list that shows arrivals, ${said(any)}.`;
}

const words: Record<Yield, string> = {
  complete: "complete list",
  head: "head only",
  partial: "partial list only",
  none: "nothing read"
};

/** A square a day, a row a month: full for a complete list of followers, pale for a head, a cross where it came back partial, empty where nothing was read. */
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
  const height = Math.min(22, Math.max(11, side));
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
      tickFormat: (iso: string) => (months.length < 14 || months.indexOf(iso) % 2 === 0 ? month(iso) : "")
    },
    marks: [
      Plot.cell(of("none"), {
        ...at,
        fill: "none",
        stroke: "var(--theme-foreground-faint)",
        strokeWidth: 0.75,
        strokeDasharray: "1,2",
        ...title
      }),
      Plot.cell(of("head"), {...at, fill: "var(--shade)", fillOpacity: 0.28, ...title}),
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
