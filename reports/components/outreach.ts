import * as Plot from "@observablehq/plot";
import {draw, isNarrow, type DrawOptions} from "./draw.js";
import {axisPercent, month} from "./format.js";
import type {LatencyStep, OutreachMonth} from "./rows.js";

/** The share who followed back, by month of our follow: a thick bar from the least to the most, a thin one for 95 %. */
export function outreachPlot(months: OutreachMonth[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const rows = months.filter(
    ({month, lowest, highest}) => month !== null && lowest !== null && highest !== null
  );
  const name = (row: OutreachMonth) => month(row.month, row.month_to);
  const highest = Math.max(0.01, ...rows.map(({high}) => high!));
  return draw(options, {
    height: rows.length * 24 + 50,
    marginLeft: 118,
    marginRight: isNarrow(width) ? 20 : 90,
    x: {
      domain: [0, highest],
      label: null,
      tickFormat: axisPercent,
      ticks: isNarrow(width) ? 3 : 6,
      grid: true
    },
    y: {domain: rows.map(name), label: null, tickSize: 0},
    marks: [
      Plot.link(rows, {y: name, x1: "low", x2: "high", stroke: "var(--followback)", strokeWidth: 1.5}),
      Plot.link(rows, {
        y: name,
        x1: "lowest",
        x2: "highest",
        stroke: "var(--followback)",
        strokeWidth: 9,
        strokeLinecap: "butt"
      }),
      isNarrow(width)
        ? null
        : Plot.text(rows, {
            y: name,
            x: "high",
            text: ({attempts}: OutreachMonth) => `of ${attempts}`,
            textAnchor: "start",
            dx: 7,
            fill: "var(--theme-foreground-muted)"
          })
    ]
  });
}

/** Of those who followed back, the share who had done so within so many days: between the two lines. */
export function latencyPlot(steps: LatencyStep[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const every = steps
    .filter(({people, certainly, at_most}) => people > 0 && certainly !== null && at_most !== null)
    .map(({days, people, certainly, at_most}) => ({days, low: certainly! / people, high: at_most! / people}));
  // The picture ends where nearly all are back.
  const last = every.find(({low}) => low >= 0.98)?.days ?? every.at(-1)?.days ?? 30;
  const rows = every.filter(({days}) => days <= last);
  return draw(options, {
    height: isNarrow(width) ? 240 : 300,
    marginLeft: 42,
    marginRight: 20,
    marginBottom: 42,
    x: {
      type: "sqrt",
      domain: [0, last],
      label: "days after our follow",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: isNarrow(width) ? [1, 7, 30, 90, 180] : [1, 3, 7, 14, 30, 60, 90, 180]
    },
    y: {domain: [0, 1], label: null, tickFormat: axisPercent, ticks: 5, grid: true},
    marks: [
      Plot.areaY(rows, {x: "days", y1: "low", y2: "high", fill: "var(--followback)", fillOpacity: 0.2}),
      Plot.lineY(rows, {x: "days", y: "low", stroke: "var(--followback)", strokeWidth: 2}),
      Plot.lineY(rows, {
        x: "days",
        y: "high",
        stroke: "var(--followback)",
        strokeWidth: 2,
        strokeDasharray: "5,3"
      }),
      ...["dashed: at most", "solid: certainly"].map((text, i) =>
        Plot.text([text], {
          frameAnchor: "bottom-right",
          text: String,
          dx: -4,
          dy: 18 * i - 28,
          fill: "var(--followback)",
          fontWeight: 600
        })
      )
    ]
  });
}
