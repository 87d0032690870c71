import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {element} from "./element.js";
import {plural, whole} from "./format.js";
import {routeNames} from "./route.js";
import type {CalibrationRow, Route} from "./rows.js";

/** The shares of simulated brands between which a 95 % interval has to hold the truth: the bar we set ourselves. */
const [lowest, highest] = [0.93, 0.97];

/** Ways of reading lists, in the order of the pictures, with the sign each has in them. */
const ways: Record<string, {name: string; symbol: "circle" | "square" | "triangle" | "diamond"}> = {
  heads: {name: "incremental daily, full weekly", symbol: "circle"},
  daily: {name: "full daily", symbol: "square"},
  weekly: {name: "full weekly", symbol: "triangle"},
  monthly: {name: "full every 30 days", symbol: "diamond"}
};

/** How lists were read, in words. */
export const wayName = (schedule: string) => ways[schedule]?.name ?? schedule;

const measures: Record<string, string> = {
  engaged_30: "engaged within 30 days",
  retained_90: "retained at 90 days"
};

/** What a figure of the study is called on the pages: `retained_90 organic` is `retained at 90 days, on their own`. */
export function figureName(figure: string): string {
  const [kind, rest] = /^(range|naive): (.*)$/.exec(figure)?.slice(1) ?? ["", figure];
  const [, measure, of] = /^(engaged_30|retained_90) (.*)$/.exec(rest!) ?? [];
  const side = of && of in routeNames ? routeNames[of as Route] : of;
  const name = measure
    ? side!.startsWith("of all, ")
      ? `${measures[measure]}, ${side!.slice("of all, ".length)}`
      : `${measures[measure]}, ${side}`
    : rest!
        .replace(/^followback rate, least: .*/, "followed back, at least")
        .replace(/^followback rate, most: .*/, "followed back, at most")
        .replace(/^followback rate/, "followed back");
  return kind === "range" ? `range: ${name}` : kind === "naive" ? `plainer (naive): ${name}` : name;
}

const shareOf = ({covered, worlds}: CalibrationRow) => covered / worlds;
const inHundred = (share: number) => (100 * share).toFixed(1);

/** The intervals that promise 95 %: ranges hold more by their making, the plainer methods stand for comparison only. */
export const promises = (rows: CalibrationRow[]) =>
  rows.filter(({figure}) => !/^(range|naive): /.test(figure));

/** Whether the intervals hold what they promise, in words. Empty where it was not worked out. */
export function promiseSentence(rows: CalibrationRow[]): string {
  const asked = promises(rows).sort((a, b) => shareOf(a) - shareOf(b));
  if (asked.length === 0) return "";
  // As printed: 92.96 in 100 reads as 93.0 and counts as it reads.
  const kept = asked.filter((row) => {
    const share = Number(shareOf(row).toFixed(3));
    return share >= lowest && share <= highest;
  });
  const [least, most] = [asked[0]!, asked.at(-1)!];
  const figures = new Set(asked.map(({figure}) => figure)).size;
  const schedules = new Set(asked.map(({schedule}) => schedule)).size;
  const kinds = `${whole(asked.length)} kinds of 95% interval (${figures} figures, lists read in ${plural(schedules, "way")})`;
  const band = `${100 * lowest} to ${100 * highest} times in 100`;
  const told = (row: CalibrationRow) =>
    `${inHundred(shareOf(row))} (${figureName(row.figure)}; ${wayName(row.schedule)})`;
  const worst = asked.reduce((a, b) => (b.least < a.least ? b : a));
  const ends = `the lowest is ${told(least)}, the highest ${told(most)}. In a single scenario, with fewer brands, it is ${inHundred(worst.least)} at the lowest (${figureName(worst.figure)}; ${wayName(worst.schedule)})`;
  if (kept.length === asked.length)
    return `Yes: in brands simulated with a known truth all of ${kinds} held it ${band}; ${ends}.`;
  const word = kept.length >= 0.8 * asked.length ? "Nearly" : "No";
  return `${word}: in brands simulated with a known truth ${whole(kept.length)} of ${kinds} held it ${band}; ${ends}.`;
}

/** How often an interval held the truth, over all scenarios and in the worst: `95.1%`. */
export const heldText = (row: CalibrationRow) => `${inHundred(shareOf(row))}%`;
export const worstText = ({least}: CalibrationRow) => `${inHundred(least)}%`;

/** When each way of reading was computed and from what, in words. Empty where none was. */
export function runsSentence(rows: CalibrationRow[]): string {
  const runs = new Map(rows.map((row) => [row.schedule, row]));
  const said = [...runs.values()].map(
    ({schedule, worked_out, seed, people}) =>
      `${wayName(schedule)}: ${worked_out}, seed ${seed}, the true values from ${whole(people)} simulated followers`
  );
  return said.length === 0 ? "" : `Computed: ${said.join("; ")}.`;
}

/** The signs of the ways of reading, in words. */
export function wayKey(rows: CalibrationRow[], document = globalThis.document): HTMLElement {
  const present = Object.entries(ways).filter(([schedule]) => rows.some((row) => row.schedule === schedule));
  return element(
    document,
    "p",
    {class: "key ways"},
    present.map(([, {name, symbol}]) => element(document, "span", {class: symbol}, [name]))
  );
}

/** How often each interval held the truth: a sign a way of reading, a line down to its worst scenario, against 95 in 100. */
export function calibrationPlot(rows: CalibrationRow[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const isPhone = isNarrow(width);
  const schedules = Object.keys(ways).filter((schedule) => rows.some((row) => row.schedule === schedule));
  const points = promises(rows).map((row) => ({
    ...row,
    name: figureName(row.figure),
    share: shareOf(row),
    color: shareOf(row) < lowest || shareOf(row) > highest ? "var(--alarm)" : "var(--theme-foreground)"
  }));
  type Point = (typeof points)[number];
  const names = [...new Set(points.map(({name}) => name))];
  const from = Math.min(0.9, ...points.map(({least}) => Math.floor(least * 50) / 50));
  return draw(options, {
    height: names.length * (isPhone ? 66 : 52) + 46,
    marginLeft: isPhone ? 8 : 230,
    marginRight: 12,
    marginTop: 20,
    x: {
      domain: [from, 1],
      axis: "bottom",
      label: null,
      ticks: isPhone ? 4 : 6,
      tickFormat: (share: number) => String(Math.round(100 * share)),
      grid: true
    },
    fy: {domain: names, axis: null, padding: isPhone ? 0.4 : 0.25},
    y: {type: "point", domain: schedules, axis: null, padding: 0.7},
    symbol: {domain: schedules, range: schedules.map((schedule) => ways[schedule]!.symbol)},
    marks: [
      Plot.rectX([null], {
        x1: lowest,
        x2: highest,
        fill: "var(--theme-foreground-faintest)"
      }),
      Plot.ruleX([0.95], {stroke: "var(--theme-foreground-muted)", strokeWidth: 1.5}),
      Plot.text(names, {
        fy: String,
        text: String,
        frameAnchor: isPhone ? "top-left" : "left",
        textAnchor: isPhone ? "start" : "end",
        dx: isPhone ? 0 : -10,
        dy: isPhone ? -14 : 0,
        fill: "var(--theme-foreground)"
      }),
      Plot.link(points, {
        fy: "name",
        y: "schedule",
        x1: "least",
        x2: "share",
        stroke: "var(--theme-foreground-muted)",
        strokeWidth: 1
      }),
      Plot.dot(points, {
        fy: "name",
        y: "schedule",
        x: "share",
        symbol: "schedule",
        r: 4,
        fill: "color",
        ...titled(
          options,
          (d: Point) =>
            `${d.name}; ${wayName(d.schedule)}: ${inHundred(d.share)} in 100 of ${whole(d.worlds)} brands, ${inHundred(d.least)} in the worst scenario`
        )
      })
    ]
  });
}
