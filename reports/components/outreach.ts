import * as Plot from "@observablehq/plot";
import {draw, isNarrow, titled, type DrawOptions} from "./draw.js";
import {axisPercent, axisWhole, month, percent, percentRange, plural, whole} from "./format.js";
import type {LatencyStep, OutreachMonth} from "./rows.js";

/**
 * How many followed back, by month of our follow: a thick bar from the least to the most, a thin one for 95 %. Of the
 * certain alone the thick bar is a point; in people there is no interval to draw.
 */
export function outreachPlot(
  months: OutreachMonth[],
  options: DrawOptions,
  {isCertain = false, isAbsolute = false}: {isCertain?: boolean; isAbsolute?: boolean} = {}
): SVGSVGElement {
  const width = options.width ?? 640;
  const name = (row: OutreachMonth) => month(row.month, row.month_to);
  const rows = months
    .filter(({month, lowest, highest}) => month !== null && lowest !== null && highest !== null)
    .map((row) => {
      const most = isCertain ? row.followed_back : row.followed_back + row.unknown;
      if (isAbsolute)
        return {...row, name: name(row), from: row.followed_back, to: most, low: null, high: null};
      const {low} = row;
      const high = isCertain ? row.high_certain : row.high;
      return {
        ...row,
        name: name(row),
        from: row.lowest!,
        to: isCertain ? row.lowest! : row.highest!,
        low,
        high
      };
    });
  type Row = (typeof rows)[number];
  const text = (value: number) => (isAbsolute ? whole(value) : percent(value));
  const span = ({from, to}: Row) =>
    from === to ? text(to) : isAbsolute ? `${text(from)} to ${text(to)}` : percentRange(from, to);
  const end = (d: Row) => Math.max(d.high ?? 0, d.to);
  const of = ({attempts, unknown}: Row) => attempts - (isCertain ? unknown : 0);
  return draw(options, {
    height: rows.length * 24 + 50,
    marginLeft: 118,
    marginRight: isNarrow(width) ? 20 : 90,
    x: {
      domain: [0, Math.max(0.01, ...rows.map(end))],
      label: null,
      tickFormat: isAbsolute ? axisWhole : axisPercent,
      ticks: isNarrow(width) ? 3 : 6,
      grid: true
    },
    y: {domain: rows.map((row) => row.name), label: null, tickSize: 0},
    marks: [
      Plot.link(
        rows.filter(({low, high}) => low !== null && high !== null),
        {y: "name", x1: "low", x2: "high", stroke: "var(--followback)", strokeWidth: 1.5}
      ),
      Plot.link(
        rows.filter(({from, to}) => from !== to),
        {y: "name", x1: "from", x2: "to", stroke: "var(--followback)", strokeWidth: 9, strokeLinecap: "butt"}
      ),
      Plot.dot(rows, {
        y: "name",
        x: "from",
        r: 4.5,
        fill: "var(--followback)",
        ...titled(
          options,
          (d: Row) =>
            `followed in ${d.name}: ${span(d)} of ${whole(of(d))} followed back${d.low === null ? "" : ` (with the 95% interval ${percentRange(d.low, d.high)})`}`
        )
      }),
      isNarrow(width)
        ? null
        : Plot.text(rows, {
            y: "name",
            x: end,
            text: (d: Row) => `of ${whole(of(d))}`,
            textAnchor: "start",
            dx: 9,
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
      // A tick beyond the domain would stand outside of the picture.
      ticks: (isNarrow(width) ? [1, 7, 30, 90, 180] : [1, 3, 7, 14, 30, 60, 90, 180]).filter(
        (days) => days <= last
      ),
      tickFormat: whole
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
      ...(options.isReadable
        ? [
            Plot.dot(rows, {
              x: "days",
              y: "low",
              r: 2.5,
              fill: "var(--followback)",
              ...titled(
                options,
                (d: (typeof rows)[number]) =>
                  `within ${plural(d.days, "day")}: certainly ${percent(d.low)}, at most ${percent(d.high)} of those who followed back`
              )
            })
          ]
        : []),
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
