import {extent, min} from "d3";
import * as Plot from "@observablehq/plot";
import {draw, isNarrow, timeAxis, type DrawOptions} from "./draw.js";
import {plural, whole} from "./format.js";
import type {CoveredPeriod, ListRow, Summary} from "./rows.js";

const kinds: Record<string, string> = {
  mention: "mentions, replies, quotes",
  repost: "reposts",
  like: "likes",
  conversation: "conversations"
};

/** With more days than these a tick a list runs into its neighbours, on a phone first. */
const mostDays = 60;

/** Whether lists are drawn as bars of unbroken reading, because they were read over too long a time for a tick each. */
export function isInBars(lists: ListRow[]): boolean {
  const [from = 0, to = 0] = extent(lists, ({taken_at}) => Date.parse(taken_at));
  return to - from > mostDays * 864e5;
}

/** Stretches in which a list was read at its usual pace: they end where the next wait was half as long again, and over a day and a half. */
export function stretches(times: number[]): {from: number; to: number}[] {
  const sorted = [...times].sort((a, b) => a - b);
  const waits = sorted.slice(1).map((time, i) => time - sorted[i]!);
  const usual = [...waits].sort((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
  const longest = 1.5 * Math.max(864e5, usual);
  const found: {from: number; to: number}[] = [];
  for (const time of sorted) {
    const last = found.at(-1);
    if (last && time - last.to <= longest) last.to = time;
    else found.push({from: time, to: time});
  }
  return found;
}

/** How to read the picture of the lists: only signs that occur in it are explained. */
export function collectionReading(lists: ListRow[], covered: CoveredPeriod[], hasRecords = false): string {
  const signs = isInBars(lists)
    ? "grey bars are lists read at their usual interval; a bar ends where a list was missed"
    : hasRecords
      ? "tall ticks are complete lists"
      : "tall ticks are complete lists, short ticks incremental ones (only the newest part)";
  const crosses = lists.some(({verdict}) => verdict === "partial")
    ? ", crosses lists that came back partial"
    : "";
  const blue =
    covered.length > 0
      ? "Blue bars are periods in which interactions of a kind would have been seen, from the first list on."
      : hasRecords
        ? "There are no bars of interactions: no post was read often enough."
        : "There are no bars of interactions: engagement was not collected.";
  return `How to read it: ${signs}${crosses}. ${[blue, declaredNote(covered)].filter((text) => text !== "").join(" ")} Only a complete list can show that a person has left.`;
}

/** Which periods of interactions are declared, at least in part; "" where none is. The end of a period is not in it. */
export function declaredNote(covered: CoveredPeriod[]): string {
  const declared = covered.filter(({is_declared}) => is_declared);
  if (declared.length === 0) return "";
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const periods = declared
    .map(({from_at, to_at}) => `${day(Date.parse(from_at))} to ${day(Date.parse(to_at) - 1)}`)
    .join(", ");
  return `Interactions of ${periods} are, at least in part, declared and not seen: you said that an imported file holds all of them. Rates count them; no verdict counts what is only declared.`;
}

/** How many imported interactions do not say whom they address, and what to do about it; "" where there are none. */
export function withoutTarget({
  interactions_without_target: interactions
}: Pick<Summary, "interactions_without_target">): string {
  if (interactions === 0) return "";
  const what =
    interactions === 1 ? "One imported interaction does" : `${whole(interactions)} imported interactions do`;
  const [they, addressed] =
    interactions === 1 ? ["it counts", "it addressed"] : ["they count", "they addressed"];
  return `${what} not name a target, so ${they} as no engagement. If ${addressed} this account, import the table again with --target and the account’s id or @name.`;
}

/**
 * When lists were read and interactions watched. Over weeks every list is a tick, complete ones tall and heads short; over months
 * a bar for as long as the reading kept its pace. Partial lists are crosses, interactions bars.
 */
export function collectionPlot(
  lists: ListRow[],
  covered: CoveredPeriod[],
  options: DrawOptions
): SVGSVGElement {
  const width = options.width ?? 640;
  const ticks = lists.map(({taken_at, list, verdict}) => ({at: new Date(taken_at), list, verdict}));
  // Mentions may be covered back to the account's first day; the picture begins with the lists.
  const first = min(ticks, ({at}) => at) ?? new Date(0);
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
  const isLong = isInBars(lists);
  const of = (verdict: ListRow["verdict"]) => ticks.filter((tick) => tick.verdict === verdict);
  const useful = [...of("complete"), ...of("head")];
  const read = isLong
    ? rows.flatMap((list) =>
        stretches(useful.filter((tick) => tick.list === list).map(({at}) => at.getTime())).map(
          ({from, to}) => ({list, from: new Date(from), to: new Date(to)})
        )
      )
    : [];
  return draw(options, {
    height: rows.length * 34 + 40,
    marginLeft: isNarrow(width) ? 84 : 170,
    marginRight: 16,
    x: timeAxis(
      ticks.map(({at}) => at),
      width
    ),
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
      Plot.barX(
        read.filter(({from, to}) => from < to),
        {
          x1: "from",
          x2: "to",
          y: "list",
          fill: "var(--theme-foreground-muted)",
          insetTop: 10,
          insetBottom: 10
        }
      ),
      Plot.tickX(
        read.filter(({from, to}) => !(from < to)),
        {x: "from", y: "list", stroke: "var(--theme-foreground-muted)", insetTop: 10, insetBottom: 10}
      ),
      Plot.tickX(isLong ? [] : of("head"), {
        x: "at",
        y: "list",
        stroke: "var(--theme-foreground-muted)",
        strokeWidth: 0.75,
        insetTop: 11,
        insetBottom: 11
      }),
      Plot.tickX(isLong ? [] : of("complete"), {
        x: "at",
        y: "list",
        stroke: "var(--theme-foreground)",
        strokeWidth: 1.5,
        insetTop: 4,
        insetBottom: 4
      }),
      // The page around a cross keeps it from drowning in a bar.
      Plot.dot(of("partial"), {
        x: "at",
        y: "list",
        symbol: "times",
        r: 6,
        stroke: "var(--theme-background)",
        strokeWidth: 6
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

/** What it costs that some lists are in no order of time, and why they are; empty where all are. */
export function orderSentence(lists: readonly Pick<ListRow, "list" | "source" | "no_order">[]): string {
  const judged = lists.filter(({list}) => list !== "blocking");
  const unordered = judged.filter(({no_order}) => no_order !== null);
  if (unordered.length === 0) return "";
  const reasons = new Map<string, number>();
  for (const {no_order: why} of unordered) reasons.set(why!, (reasons.get(why!) ?? 0) + 1);
  const causes = [...reasons].sort(([, a], [, b]) => b - a).map(([why, n]) => `${why} (${whole(n)})`);
  return (
    `In ${whole(unordered.length)} of ${whole(judged.length)} lists the order of the rows is not usable: ${causes.join(", ")}. ` +
    "In these lists, a person who was hidden and came back counts as lost and returned, a person who was there " +
    "before without being listed counts as new, and a list that was not read to its end shows only who is present." +
    // Sorted lists, and those in which the new stand anywhere, stay so whatever is said of them.
    (reasons.has("nothing says that the newest come first")
      ? " If the newest follower is first in your files, import them with --order newest-first."
      : "")
  );
}

/** How many of those who left lists by name may be there under a new name; empty where there are no such lists. */
export function renameSentence(lists: readonly Pick<ListRow, "rename_suspects">[]): string {
  const looked = lists.flatMap(({rename_suspects}) => (rename_suspects === null ? [] : [rename_suspects]));
  if (looked.length === 0) return "";
  const suspects = looked.reduce((sum, count) => sum + count, 0);
  return (
    `${looked.length === 1 ? "One list holds" : `${whole(looked.length)} lists hold`} names without ids, where a renamed person looks like one who left and one who came. ` +
    (suspects === 0
      ? "In no case did a person leave and another come at the very same place."
      : `In ${plural(suspects, "case")} a person left and another came at the very same place: ${suspects === 1 ? "this may be a renamed person" : "these may be renamed people"}.`)
  );
}
