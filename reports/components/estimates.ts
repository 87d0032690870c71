import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {shortened} from "./format.js";

/** One figure with its interval, drawn as a row of its own. */
export interface Estimate {
  /** The panel it stands in; empty for one panel without a heading. */
  group: string;
  name: string;
  color: string;
  value: number;
  /** The 95 % interval: a bar; null where there is none to draw. */
  low: number | null;
  high: number | null;
  /** What the unknown could make of it at least and at most: a bracket around the bar. `least` alone: nothing bounds it above. */
  least?: number | null;
  most?: number | null;
  /** A hollow dot marks the second of a pair, so that colour is not the only sign. */
  isHollow?: boolean;
  /** The figure in words, beside it. */
  text: string;
  /** The whole sentence, for who reads mark by mark. */
  title?: string;
}

/** A row without a figure, in a panel that has others, with the reason in words. */
export type Blank = Pick<Estimate, "group" | "name" | "text">;

/** Pixels of a character beside a mark, and between the mark, its words and the edge. */
const characterWidth = 7.2;
const wordsGap = 14;
/** Pixels of a character of a name in the margin. */
const nameWidth = 6.8;

/** Rows of estimates with their intervals on one scale, one panel a group. */
export function estimatesPlot(
  rows: Estimate[],
  options: DrawOptions,
  {
    format,
    marginLeft = 104,
    isDifference = false,
    full,
    blanks = [],
    groups = [...new Set(rows.map(({group}) => group))]
  }: {
    format: (value: number) => string;
    marginLeft?: number;
    isDifference?: boolean;
    full?: number;
    blanks?: Blank[];
    /** The panels in their order. Default: those that have a figure. */
    groups?: string[];
  }
): SVGSVGElement {
  const width = options.width ?? 640;
  const names = [...new Set([...rows, ...blanks].map(({name}) => name))];
  const hasHeadings = groups.some((group) => group !== "");
  const edges = rows.flatMap(({value, low, high, least, most}) => [
    value,
    low ?? value,
    high ?? value,
    least ?? value,
    most ?? value
  ]);
  const highest = full ?? Math.max(isDifference ? 0 : 1e-6, ...edges);
  const least = Math.min(0, ...edges);
  // A little room, so that no mark stands on the names.
  const lowest = isDifference ? least - (highest - least) * 0.04 : 0;
  // A range without an end goes on to the edge.
  const isOpen = (d: Estimate) => d.least != null && d.most == null;
  const end = (d: Estimate) =>
    isOpen(d) ? highest : Math.max(d.value, d.high ?? d.value, d.most ?? d.value);
  const isPhone = isNarrow(width);
  // As much room as the words beside the marks need: a mark far from the right edge leaves room inside the picture.
  const wordsOf = ({text}: Estimate) => text.length * characterWidth + wordsGap;
  const room = width - marginLeft;
  const needed = rows.map((d) => {
    const part = (end(d) - lowest) / (highest - lowest);
    return part > 0 ? room - (room - wordsOf(d)) / part : 0;
  });
  const color = (d: Estimate) => d.color;
  const at = {fy: "group", y: "name"};
  const ranged = rows.filter((d) => d.least != null);
  const certain = rows.filter((d) => d.low !== null && d.high !== null);
  return draw(options, {
    height: groups.length * (names.length * 26 + (hasHeadings ? 34 : 6)) + 36,
    marginLeft,
    marginRight: Math.min(isPhone ? 96 : 190, Math.max(wordsGap, ...needed)),
    marginTop: hasHeadings ? 24 : 6,
    x: {domain: [lowest, highest], label: null, tickFormat: format, ticks: isPhone ? 3 : 6, grid: true},
    y: {
      domain: names,
      label: null,
      tickSize: 0,
      tickFormat: (name: string) => shortened(name, Math.floor(marginLeft / nameWidth))
    },
    fy: {domain: groups, axis: null, padding: hasHeadings ? 0.2 : 0},
    marks: [
      isDifference ? Plot.ruleX([0]) : null,
      hasHeadings
        ? Plot.text(groups, {
            fy: (group: string) => group,
            text: String,
            frameAnchor: "top-left",
            dx: 4 - marginLeft,
            dy: -15,
            fontWeight: 700
          })
        : null,
      Plot.link(ranged, {
        ...at,
        x1: "least",
        x2: (d: Estimate) => d.most ?? highest,
        stroke: color,
        strokeWidth: 1.25,
        strokeDasharray: "3,2"
      }),
      ...(["least", "most"] as const).map((edge) =>
        Plot.tickX(
          ranged.filter((d) => d[edge] != null),
          {...at, x: edge, stroke: color, strokeWidth: 1.5, insetTop: 6, insetBottom: 6}
        )
      ),
      Plot.link(certain, {...at, x1: "low", x2: "high", stroke: color, strokeWidth: 6, strokeOpacity: 0.35}),
      Plot.dot(rows, {
        ...at,
        x: "value",
        r: 4.5,
        stroke: color,
        strokeWidth: 1.75,
        fill: (d: Estimate) => (d.isHollow ? "var(--theme-background)" : d.color),
        ...titled(options, (d: Estimate) => d.title ?? `${d.group ? `${d.group}, ` : ""}${d.name}: ${d.text}`)
      }),
      Plot.text(rows, {
        ...at,
        x: end,
        text: "text",
        textAnchor: "start",
        dx: 9,
        stroke: "var(--theme-background)",
        fill: "currentColor",
        strokeWidth: 4,
        fontVariant: "tabular-nums"
      }),
      Plot.text(
        blanks.filter(({group}) => groups.includes(group)),
        {
          ...at,
          frameAnchor: "left",
          text: ({text}: Blank) => shortened(text, Math.floor((room - wordsGap) / nameWidth)),
          dx: 9,
          fill: "var(--theme-foreground-muted)",
          fontStyle: "italic"
        }
      )
    ]
  });
}
